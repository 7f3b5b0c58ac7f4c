"""What of an order may be right and is seldom meant: a person looks at it before it is ticked."""

from collections.abc import Hashable, Iterable

# of one line; who sells screws by the thousand ticks it with one key more
MANY_PIECES = 100
# of a telephone number with its country's; shorter ones belong to a few islands
FEWEST_FIGURES = 9


def is_many(quantity: int) -> bool:
    """Return whether so many pieces of one line are worth a look."""
    return quantity >= MANY_PIECES


def repeated(lines: Iterable[Hashable]) -> int | None:
    """Return the place of the first line that says the same as one before it; None where none does."""
    seen: set[Hashable] = set()
    for place, line in enumerate(lines):
        if line in seen:
            return place
        seen.add(line)
    return None


def is_short_phone(phone: str) -> bool:
    """Return whether a number with its country's is too short to be likely."""
    return phone.startswith("+") and sum(sign.isdigit() for sign in phone) < FEWEST_FIGURES
