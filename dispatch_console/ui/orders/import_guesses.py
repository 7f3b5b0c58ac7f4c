"""What was guessed of a file, as questions with the readings that it may have."""

from collections.abc import Sequence

from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import tr
from dispatch_console.ui.orders.import_page import Guess


def guesses(conventions: Sequence[Convention]) -> list[Guess]:
    """Return a question for each convention that may be another."""
    return [_guess(convention) for convention in conventions if convention.others]


def encoding_question(readings: Sequence[tuple[str, str]]) -> Guess:
    """Return the question in which encoding a file is, none being chosen."""
    return Guess("encoding", tr("How are its names read?"), "", tuple(map(_encoding, readings)))


def _guess(convention: Convention) -> Guess:
    mine = (convention.value, convention.sample)
    readings = tuple(dict.fromkeys((*((mine,) if convention.value else ()), *convention.others)))
    match convention.what:
        case "encoding":
            return Guess("encoding", tr("How are its names read?"), convention.value, tuple(map(_encoding, readings)))
        case "day_order":
            question = tr("Day or month first, in {column}?", column=convention.column)
            return Guess(f"day_order:{convention.column}", question, convention.value, readings)
        case _:
            return Guess("decimal_sign", tr("Which sign stands before decimals?"), convention.value, readings)


def _encoding(reading: tuple[str, str]) -> tuple[str, str]:
    value, sample = reading
    return value, tr("{sample} ({encoding})", sample=sample, encoding=value)
