"""What people write of products: codes, packs, papers, what is to be known of each piece."""

import re

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.packing.scan_match import Asked

_BETWEEN = re.compile(r"[,;|\n]")
_PACK = re.compile(r"(\d{1,4})\s*[:x×=]\s*(\S.*)")
# of a code
LONGEST = 80


def listed(text: str) -> list[str]:
    """Return the parts of a list, each once."""
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def codes(text: str) -> list[str]:
    """Return the codes of one piece. Errors: BadInput `product.code` for one that is damaged or too long."""
    return [_code(part) for part in listed(text)]


def packs(text: str) -> list[tuple[str, int]]:
    """Return codes of packs with their pieces: `6: 14006381333938`. Errors: BadInput `product.pack`, `product.code`."""
    found = []
    for part in listed(text):
        pack = _PACK.fullmatch(part)
        if pack is None or int(pack[1]) < 1:
            raise BadInput("product.pack", value=part)
        found.append((_code(pack[2]), int(pack[1])))
    return found


def asked(text: str) -> list[str]:
    """Return what is to be known of each piece. Errors: BadInput `product.asks`."""
    parts = [part.casefold() for part in listed(text)]
    unknown = next((part for part in parts if part not in [*Asked]), None)
    if unknown is not None:
        raise BadInput("product.asks", value=unknown, known=tuple(Asked))
    return parts


def _code(text: str) -> str:
    """Return a code as a scanner reads it. One that a spreadsheet turned into a number is refused: 4.00638E+12."""
    code = "".join(text.split())
    # a wrong check digit alone is none of ours to judge: shops print codes of their own with thirteen digits
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+", code) or len(code) > LONGEST:
        raise BadInput("product.code", value=text)
    return code
