"""The Routes tab in a process of its own. Called by `routes_screen.py`."""

import asyncio
import json
import random
import sys
import time
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import qasync

from dispatch_console.app import open_console, show_window
from dispatch_console.demo.day import DemoClock
from dispatch_console.settings import Settings
from dispatch_console.ui.map.state import MapLine, MapRoute, MapState, MapStop
from tests.benchmarks.results import DAY

if TYPE_CHECKING:
    from dispatch_console.console.console import Console

Row = tuple[str, float, str, str]
ROUTES, STOPS_EACH = 30, 34
# pans step by step and draws one frame after the other; the page answers in its title
PAN = """
(() => {
  const map = Object.values(window).find((value) => value instanceof L.Map);
  let frames = 0;
  const begin = performance.now();
  const step = () => {
    frames += 1;
    map.panBy([frames % 40 < 20 ? 12 : -12, 4 * Math.sin(frames / 5)], { animate: false });
    if (frames === 60) map.setZoom(map.getZoom() + 1, { animate: false });
    if (performance.now() - begin < 4000) requestAnimationFrame(step);
    else document.title = "frames " + (frames / ((performance.now() - begin) / 1000)).toFixed(1);
  };
  requestAnimationFrame(step);
})();
"""


def main(folder: str) -> list[Row]:
    settings = Settings(Path(folder), colour_scheme="light")
    app, window = show_window(settings)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    found: list[Row] = []

    async def look(opened: ExitStack) -> None:
        console = await open_console(opened, window, settings, DemoClock(DAY), asyncio.Event())
        assert console is not None
        await console.load()
        window.show_tab("routes")
        while not console.routes.tab.map._stands:
            await asyncio.sleep(0.05)
        await console.routes.editing.hand.prepare()
        found.extend([_selection(console), await _carrying(console), await _map(console)])
        await console.close()

    with loop, ExitStack() as opened:
        loop.run_until_complete(look(opened))
    window.close()
    return found


def _selection(console: "Console") -> Row:
    """From the intent to all three views painted; the map's own process draws after it."""
    board, tab = console.routes._board, console.routes.tab
    assert board is not None
    dice, times = random.Random(3), []
    for _ in range(30):
        key = f"stop-{dice.choice(board.stops).order_ids[0]}"
        begin = time.perf_counter()
        console.routes.select(key)
        for view in (tab.timeline, tab.van, tab.tray):
            view.repaint()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return (
        "selection",
        round(times[15], 1),
        "ms",
        f"{len(board.stops)} stops, {len(board.vans)} vans; slowest {times[-1]:.0f}",
    )


async def _carrying(console: "Console") -> Row:
    """Measure a stop carried to sixty places, each drawn before the next: label and rows at once, the panes as they
    follow.
    """
    hand, tab = console.routes.editing.hand, console.routes.tab
    assert hand.prepared is not None
    problem, dice, times = hand.prepared.problem, random.Random(3), []
    visit = problem.visits[17].key
    console.routes.select(visit)
    for _ in range(60):
        vehicle = dice.choice(problem.vehicles).key
        position = dice.randint(0, len(hand.prepared.visits_of_departure.get(vehicle, ())) // 2)
        begin = time.perf_counter()
        hand.carry(visit, vehicle, position)
        tab.timeline.repaint()
        await asyncio.sleep(0)
        times.append((time.perf_counter() - begin) * 1000)
    hand.put_back()
    rest = sorted(times[1:])
    note = f"{rest[30]:.0f} ms a step, slowest {rest[-1]:.0f}, the first {times[0]:.0f}; effect, rows and panes painted"
    return "carrying", round(1000 * len(times) / sum(times), 1), "/s", note


async def _map(console: "Console") -> Row:
    """Measure a thousand stops on thirty routes, panned and zoomed once, software rendering."""
    tab, dice = console.routes.tab, random.Random(8)
    routes = []
    for number in range(ROUTES):
        spots = [(60.18 + dice.uniform(-0.05, 0.05), 24.95 + dice.uniform(-0.1, 0.1)) for _ in range(STOPS_EACH)]
        stops = tuple(MapStop(f"s{number}-{at}", at, *spot, "todo", "") for at, spot in enumerate(spots))
        lines = tuple(MapLine((a, b), False, False) for a, b in pairwise(spots))
        routes.append(MapRoute(chr(65 + number % 26), "", "#0C8379", "#D9ECEA", number == 0, lines, stops))
    tab.map.show_state(MapState(tuple(routes)))
    tab.map.fit()
    await asyncio.sleep(1.5)
    page = tab.map._page
    assert page is not None
    page.runJavaScript(PAN)
    while not page.title().startswith("frames"):
        await asyncio.sleep(0.1)
    return (
        "map_frames",
        float(page.title().split()[1]),
        "/s",
        f"{ROUTES * STOPS_EACH} stops, {ROUTES} routes, offscreen",
    )


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
