"""Whether a customer can answer a sender, and what a text must hold where he cannot."""

import re
from urllib.parse import urlsplit

# a letters-only sender takes at most eleven signs
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ._&+-]{1,11}")
_NUMBER = re.compile(r"\+?[0-9 ()/.-]{3,20}")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{5,}[0-9]")


def is_sender(text: str) -> bool:
    """Return whether a text can be the sender of an SMS: a number, or a name of at most eleven letters."""
    return bool(_NUMBER.fullmatch(text) or _NAME.fullmatch(text))


def is_server(text: str) -> bool:
    """Return whether a text is the address of a web server."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def can_be_answered(sender: str) -> bool:
    """Return whether an answer to this sender reaches us: answers to a name vanish at the network."""
    return not any(sign.isalpha() for sign in sender)


def link_in(text: str) -> str:
    """Return the first address of a web page in a text; empty for none."""
    found = _LINK.search(text)
    return found.group() if found is not None else ""


def leads_somewhere(text: str) -> bool:
    """Return whether a text names a link or a telephone number by which its reader can answer."""
    return "http://" in text or "https://" in text or bool(_PHONE.search(text))
