"""Check whether a text can be an e-mail address."""

from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email


def bad_address(text: str) -> str | None:
    """Return the reason `bad_address` for a text that cannot be an address, else None; delivery is not tested."""
    try:
        validate_email(parseaddr(text)[1], check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return "bad_address"
    return None
