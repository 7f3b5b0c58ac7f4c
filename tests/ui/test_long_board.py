"""A board of sixty vans scrolls within its page, keeps its head and the chosen van in sight, and each dot is a stop."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dispatch_console.domain.values import Coordinate
from dispatch_console.ui.tracking.board_page import BoardPage
from dispatch_console.ui.tracking.route_board import BoardRow, Dot

VANS, STOPS = 60, 30
STATES = ("done", "door", "todo", "late", "missed")


def rows() -> tuple[BoardRow, ...]:
    return tuple(
        BoardRow(
            f"{van}", f"Driver {van}", f"Van {van}",
            (("08:00", tuple(Dot(f"{van}-{stop}", stop + 1, STATES[(van + stop) % 5]) for stop in range(STOPS))),),
            "Driving to 7, ETA 10:45", "on time", False,
        )
        for van in range(VANS)
    )  # fmt: skip


def test_sixty_vans_of_thirty_stops(qtbot: QtBot) -> None:
    page = BoardPage(lambda *_: None, Coordinate(60.17, 24.94))
    qtbot.addWidget(page)
    page.resize(1500, 900)
    page.show()
    page.show_board(rows(), "0", "")
    # half of the page stays for the map
    assert page.board.height() > 2000 and page._area.height() <= page.height() // 2 and page.map.height() > 300
    page.show_board(rows(), "45", "45-3")
    row = page.board.row_of("45")
    assert row is not None
    bar = page._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() <= row[0] and row[1] <= bar.value() + page._area.height())
    # every stop can be picked, however close the dots are
    picked: list[str] = []
    page.board.picked.connect(picked.append)
    for _, dot, centre in [one for one in page.board._dots() if one[0] == 45]:
        QTest.mouseClick(page.board, Qt.MouseButton.LeftButton, pos=QPoint(round(centre.x()), round(centre.y())))
        assert picked[-1] == dot.key
    assert len(picked) == STOPS
