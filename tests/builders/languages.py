"""Languages made for a test: one that writes every word of the catalogue otherwise, and one with three plurals."""

import re
import string
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from installer.catalogue import template

_TURNED = str.maketrans(string.ascii_letters, "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ")
_BLANK = re.compile(r"(\{[^}]*\})")
# patterns of dates are letters that mean something
_PATTERNS = re.compile(r"[EdMy .]+")


def turned(sentence: str) -> str:
    """Return the sentence in letters that no catalogue of ours uses; blanks stay."""
    if _PATTERNS.fullmatch(sentence):
        return sentence
    return "".join(part if part.startswith("{") else part.translate(_TURNED) for part in _BLANK.split(sentence))


def invent(folder: Path, tag: str, write: Callable[[str], str] = turned) -> None:
    """Compile a catalogue of a language in which `write` says every sentence."""
    catalogue = Catalog(locale=tag)
    for message in template():
        forms = [str(form) for form in (message.id if isinstance(message.id, tuple) else (message.id,))]
        if len(forms) > 1:
            catalogue.add(tuple(forms), tuple(write(forms[-1]) for _ in range(catalogue.num_plurals)))
        elif forms[0]:
            catalogue.add(forms[0], write(forms[0]))
    compile_into(folder, tag, catalogue)


def compile_into(folder: Path, tag: str, catalogue: Catalog) -> None:
    file = folder / tag / "LC_MESSAGES" / "console.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_mo(written, catalogue)
