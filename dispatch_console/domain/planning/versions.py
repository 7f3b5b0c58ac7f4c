"""Compare two dispatchers' versions of a departure, and repeat one change on top of the other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# unchanged stops shown before and after a changed one
AROUND = 1


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A stop with its place, from 1; without a visit `position` counts the stops that are the same as before."""

    position: int
    visit: str
    changed: bool = False


def version(before: Sequence[str], now: Sequence[str]) -> tuple[VersionLine, ...]:
    """Return the lines of a sequence with what changed against `before`; long equal stretches are one line."""
    changed = [True] * len(now)
    touched: set[int] = set()
    for what, _, _, begin, end in SequenceMatcher(a=before, b=now, autojunk=False).get_opcodes():
        if what == "equal":
            changed[begin:end] = [False] * (end - begin)
        # where stops were taken away the neighbours are shown
        touched |= set(range(begin - AROUND, end + AROUND)) if what != "equal" else set()
    lines: list[VersionLine] = []
    hidden = 0
    for at, visit in enumerate(now):
        if at not in touched:
            hidden += 1
            continue
        lines += [VersionLine(hidden, "")] if hidden else []
        hidden = 0
        lines.append(VersionLine(at + 1, visit, changed[at]))
    return (*lines, *([VersionLine(hidden, "")] if hidden else []))


def replayed(
    mine: Mapping[str, Sequence[str]], theirs: Mapping[str, Sequence[str]], known: Collection[str]
) -> dict[str, list[str]]:
    """Return my sequences on top of `theirs`, which are all standing departures: stops that left or were given
    elsewhere stay so.

    What the other one put onto these departures keeps its place behind the stop that it followed.
    """
    elsewhere = {visit for key, visits in theirs.items() if key not in mine for visit in visits}
    sequences = {
        key: [visit for visit in visits if visit in known and visit not in elsewhere] for key, visits in mine.items()
    }
    placed = {visit for visits in sequences.values() for visit in visits}
    for key, sequence in sequences.items():
        standing = theirs.get(key, ())
        for at, visit in enumerate(standing):
            if visit not in placed:
                before = next((other for other in reversed(standing[:at]) if other in sequence), None)
                sequence.insert(sequence.index(before) + 1 if before is not None else 0, visit)
                placed.add(visit)
    return {key: visits for key, visits in sequences.items() if visits != list(theirs.get(key, ()))}
