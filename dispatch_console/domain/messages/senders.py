"""Whether a customer can answer a sender, and what a text must hold where he cannot."""

import re

# a letters-only sender takes at most eleven signs
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ._&+-]{1,11}")
_NUMBER = re.compile(r"\+?[0-9 ()/.-]{3,20}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{5,}[0-9]")


def is_sender(text: str) -> bool:
    """Return whether a text can be the sender of an SMS: a number, or a name of at most eleven letters."""
    return bool(_NUMBER.fullmatch(text) or _NAME.fullmatch(text))


def can_be_answered(sender: str) -> bool:
    """Return whether an answer to this sender reaches us: answers to a name vanish at the network."""
    return not any(sign.isalpha() for sign in sender)


def leads_somewhere(text: str) -> bool:
    """Return whether a text names a link or a telephone number by which its reader can answer."""
    return "http://" in text or "https://" in text or bool(_PHONE.search(text))
