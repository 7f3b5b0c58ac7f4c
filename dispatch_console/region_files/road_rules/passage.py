"""How far a road is open."""

from enum import IntEnum


class Passage(IntEnum):
    """Who may drive on it. A stricter one has a higher number.

    `INSIDE` is entered only to reach what lies inside it, never as a way through; `PRIVATE` in the same way, by who
    delivers to the people there.
    """

    OPEN = 0
    INSIDE = 1
    PRIVATE = 2
    CLOSED = 3
