"""What a picture of a signed sheet says: by page and row, with how sure it is."""

from dataclasses import dataclass
from pathlib import Path

# below it a person looks
SURE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row of a page. `signed` is None where nobody can say, `ticked` also where there is nothing to tick; `crop` a
    PNG of the signature's box, `written` one of all that was written at the door.
    """

    stop: int
    orders: tuple[str, ...]
    signed: bool | None
    confidence: float
    name_written: bool
    time_written: bool
    ticked: bool | None
    crop: bytes
    written: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page that was read by its own code. `missing`: marks that were not found; the others agree."""

    sheet: int
    page: int
    missing: tuple[str, ...]
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A page that nobody can read by itself: `reason` is no_code, damaged, unknown, marks, blank or unreadable.

    `path` is where its file lies. `corners`: about where the squares of its corners are, x and y in pixels, clockwise;
    empty where they do not show. `sheet` and `sheet_page`: what its own code says; 0 where no code can be read.
    """

    file: str
    page: int
    reason: str
    guess: str = ""
    path: Path = Path()
    corners: tuple[tuple[float, float], ...] = ()
    sheet: int = 0
    sheet_page: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether a person may know which sheet it is."""
        return self.reason in {"damaged", "marks"} or (self.reason == "no_code" and bool(self.corners))
