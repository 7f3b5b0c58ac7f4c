"""What single cells mean: yes and no, apostrophes that spreadsheets leave."""

_YES = frozenset(("true", "yes", "1", "y", "x", "kyllä", "ja", "oui", "si", "sí", "sim", "tak", "ano"))
_NO = frozenset(("false", "no", "0", "n", "ei", "nein", "non", "não", "nie", "ne", "nej", "nei", "nee"))


def unapostrophed(text: str) -> str:
    """Return 9490 for `'9490`, as spreadsheets write it to keep a leading zero."""
    text = text.strip()
    return text[1:] if text.startswith("'") else text


def is_yes(text: str) -> bool:
    """Return whether a cell says yes and nothing else."""
    return text.strip().lower() in _YES


def yes(text: str, default: bool = True) -> bool:
    """Return whether a cell says `true`, `yes` or `1`; `default` when empty. Errors: ValueError for another word."""
    text = text.strip().lower()
    if text and text not in _YES and text not in _NO:
        raise ValueError(text)
    return default if not text else text in _YES
