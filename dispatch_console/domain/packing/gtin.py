"""Trade item numbers (GTIN): of 8, 12, 13 or 14 digits, the same number when filled up with zeros to 14.

Source: GS1 General Specifications, section 7.9 (check digit) and 5.2.2.4.2 (UPC-E).
"""

FULL = 14
_LENGTHS = (8, 12, 13, 14)
# how a UPC-E ends, and how many zeros of the manufacturer's and the item's number it left out
_SHORTENED = 8


def readings(text: str) -> tuple[str, ...]:
    """Return what a scanned code of digits may be, as 14 digits; none for other texts and for wrong check digits.

    Eight digits may be an EAN-8 as well as a UPC-E.
    """
    if not text.isascii() or not text.isdigit() or len(text) not in _LENGTHS:
        return ()
    found = [text.zfill(FULL)] if is_sound(text) else []
    long = expanded(text) if len(text) == _SHORTENED else None
    if long is not None:
        found.append(long.zfill(FULL))
    return tuple(dict.fromkeys(found))


def spellings(gtin: str) -> tuple[str, ...]:
    """Return every text as which a table may hold a number of 14 digits: of each length, shortened to a UPC-E, and as
    a spreadsheet leaves it that ate its zeros.
    """
    found = [gtin[-length:] for length in sorted(_LENGTHS, reverse=True) if not int(gtin[:-length] or 0)]
    if not int(gtin[:-12]):
        found += shortened(gtin[-12:])
    bare = gtin.lstrip("0")
    # what is shorter than an EAN-8 without its zeros is an article number of somebody's own
    return tuple(dict.fromkeys([*found, *([bare] if len(bare) >= 7 else [])]))


def same(stored: str, gtin: str) -> bool:
    """Return whether a stored code is this number of 14 digits."""
    return stored in spellings(gtin)


def is_sound(digits: str) -> bool:
    """Return whether the last digit checks the others."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits[:-1]), 1))
    return (10 - total % 10) % 10 == int(digits[-1])


def expanded(upc_e: str) -> str | None:
    """Return the twelve digits of a UPC-E of eight; None where it is none."""
    system, body, check = upc_e[0], upc_e[1:7], upc_e[7]
    if system not in "01":
        return None
    last = body[5]
    if last in "012":
        number = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        number = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        number = f"{body[:4]}00000{body[4]}"
    else:
        number = f"{body[:5]}0000{last}"
    whole = f"{system}{number}{check}"
    return whole if is_sound(whole) else None


def shortened(upc_a: str) -> list[str]:
    """Return every UPC-E that stands for twelve digits: printers do not keep to the one that the standard prefers."""
    bodies = (
        f"{upc_a[1:3]}{upc_a[8:11]}{upc_a[3]}",
        f"{upc_a[1:4]}{upc_a[9:11]}3",
        f"{upc_a[1:5]}{upc_a[10]}4",
        f"{upc_a[1:6]}{upc_a[10]}",
    )
    codes = (f"{upc_a[0]}{body}{upc_a[11]}" for body in bodies)
    return [code for code in dict.fromkeys(codes) if expanded(code) == upc_a]
