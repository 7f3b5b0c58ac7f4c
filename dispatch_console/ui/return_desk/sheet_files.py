"""What reads signed sheets for the return desk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from dispatch_console.application.road.sheet_filing import Filed, SheetsRead
from dispatch_console.domain.papers.sheet_reading import Unread


class SheetFiles(Protocol):
    """`sheets` reads files and files them; `unread_page` returns the picture of a page that was not read as PNG, and
    how many of the page's pixels make one of the picture's; `sheet_as` reads it as the page that a person says it is.
    """

    def sheets(self, files: Sequence[Path]) -> SheetsRead: ...
    def unread_page(self, unread: Unread) -> tuple[bytes, float]: ...
    def sheet_as(self, unread: Unread, sheet: int, page: int, corners: Sequence[tuple[float, float]]) -> Filed: ...
