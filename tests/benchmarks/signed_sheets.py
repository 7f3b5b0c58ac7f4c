"""How many boxes of signed sheets are read right: scans and photos, turned, leaning, dark, creased, with decoys."""

import random
import tempfile
import time
from functools import partial
from pathlib import Path

from dispatch_console.adapters.sheets.reader import lines_agree, read_rows, row_tops
from dispatch_console.adapters.sheets.straighten import CORNERS, find_codes, straighten
from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers.sheet_reading import SURE
from tests.benchmarks.results import Result
from tests.builders.papers import manifest
from tests.builders.signed_sheets import distorted, printed, sign, with_decoy, without_corner

SHEETS, STOPS = 300, 14


def signed_sheets(_desk: Desk) -> list[Result]:
    """Read rendered pages with strokes of our own; every tenth has a folded corner and a black square."""
    counts = dict.fromkeys(("right", "wrong", "for a person", "pages for a person"), 0)
    took = 0.0
    boxes = 0
    with tempfile.TemporaryDirectory() as folder:
        paper = printed(Path(folder), manifest(STOPS))
        for number in range(SHEETS):
            dice = random.Random(number)
            place = dice.randrange(len(paper.pages))
            rows = paper.layout["pages"][place]
            signed = [dice.random() < 0.7 for _ in rows]
            page = sign(paper.pages[place], rows, signed, dice)
            if number % 10 == 9:
                corner = dice.choice([name for name in CORNERS if name != "top right"])
                page = with_decoy(without_corner(page, corner), dice)
            picture = distorted(page, dice, photo=number % 2 == 1)
            begun = time.perf_counter()
            found, _ = find_codes(picture)
            right = partial(lines_agree, layout=rows)
            straight = straighten(picture, found[0], row_tops(rows), right) if found else None
            read = read_rows(straight, rows) if straight is not None else ()
            took += time.perf_counter() - begun
            boxes += len(rows)
            if not read:
                counts["pages for a person"] += 1
                counts["for a person"] += len(rows)
            for row, was in zip(read, signed, strict=False):
                said = row.signed if row.confidence >= SURE else None
                counts["for a person" if said is None else "right" if said == was else "wrong"] += 1
    note = f"{SHEETS} pages, {boxes} boxes: " + ", ".join(f"{count} {name}" for name, count in counts.items())
    return [
        Result("signed_sheets right", round(100 * counts["right"] / boxes, 2), "%", note),
        Result("signed_sheets wrong", counts["wrong"], "", "boxes that say what is not so"),
        Result("signed_sheets page", round(took / SHEETS, 2), "s", "a page of at most seven stops"),
    ]
