"""Sheets as they come from a scanner or a telephone: signed by strokes of our own, turned, dark, creased, folded."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select

from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers.facts import ManifestFacts
from dispatch_console.settings import Settings
from dispatch_console.station import printing
from dispatch_console.store.entities import Sheet
from tests.builders.fleet import DAY
from tests.builders.papers import pages

DPI = 200
MM = DPI / 25.4


@dataclass(frozen=True)
class Printed:
    """A manifest as pictures, with where its boxes stand."""

    pages: tuple[Image.Image, ...]
    layout: Mapping[str, Any]


def printed(folder: Path, facts: ManifestFacts, name: str = "sheet") -> Printed:
    file = folder / f"{name}.pdf"
    _, layout = draw_manifest(file, facts)
    document = pypdfium2.PdfDocument(file)
    pages = tuple(page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in document)
    document.close()
    return Printed(pages, layout)


def sign(
    page: Image.Image, rows: Sequence[Mapping[str, Any]], signed: Sequence[bool], dice: random.Random
) -> Image.Image:
    """Return a page on which somebody wrote: time, code, and a name and a signature where one was given."""
    made = page.copy()
    pen = ImageDraw.Draw(made)
    for row, is_signed in zip(rows, signed, strict=True):
        boxes = row["boxes"]
        ink = dice.randint(10, 90)
        left, top, _, _ = boxes["time"]
        for cell in range(4):
            x = left + 2.4 + cell * 7 + (1.6 if cell >= 2 else 0)
            _scribble(pen, dice, x, top + 4.2, 3.6, 4.8, 3, ink)
        for cell in range(2):
            _scribble(pen, dice, boxes["code"][0] + 2 + cell * 7, top + 4.2, 3.6, 4.8, 3, ink)
        if not is_signed:
            continue
        left, top, _, _ = boxes["name"]
        _scribble(pen, dice, left + 19, top + 2.2, dice.uniform(20, 45), 4.5, 14, ink)
        left, top, wide, high = boxes["signature"]
        room = high - 3.0
        length = dice.uniform(18, wide - 12)
        start = left + dice.uniform(6, wide - length - 4)
        _scribble(pen, dice, start, top + 3.2, length, room - 1.2, dice.randint(8, 20), ink)
    return made


def tick(page: Image.Image, rows: Sequence[Mapping[str, Any]], ticked: Sequence[bool], dice: random.Random) -> None:
    """Tick the identity boxes of rows on a page, as people do: over the edge, too. `ticked`: by row."""
    pen = ImageDraw.Draw(page)
    for row, is_ticked in zip(rows, ticked, strict=True):
        if not is_ticked or "tick" not in row["boxes"]:
            continue
        left, top, _, _ = row["boxes"]["tick"]
        shape = dice.choice((((0.8, 3.0), (2.6, 5.0), (7.0, -1.0)), ((-1.0, 3.0), (3.0, 6.5), (8.0, -2.0))))
        points = [
            ((left + x + dice.uniform(-0.6, 0.6)) * MM, (top + y + dice.uniform(-0.6, 0.6)) * MM) for x, y in shape
        ]
        pen.line(points, fill=dice.randint(10, 90), width=round(dice.uniform(0.35, 0.7) * MM))


def _scribble(
    pen: ImageDraw.ImageDraw, dice: random.Random, x: float, y: float, wide: float, high: float, turns: int, ink: int
) -> None:
    points = []
    for step in range(turns * 8 + 1):
        part = step / (turns * 8)
        swing = math.sin(part * turns * math.pi + dice.uniform(-0.3, 0.3)) * dice.uniform(0.5, 1.0)
        points.append(((x + wide * part) * MM, (y + high / 2 + swing * high / 2.2) * MM))
    pen.line(points, fill=ink, width=max(2, round(dice.uniform(0.35, 0.6) * MM)), joint="curve")


def distorted(page: Image.Image, dice: random.Random, *, photo: bool = False) -> Image.Image:
    """Return a page as a scanner gives it, or as a telephone does: turned, leaning, shadowed, unsharp, noisy."""
    border = dice.randint(40, 160)
    ground = dice.choice((255, 200, 60)) if photo else 255
    whole = Image.new("L", (page.width + 2 * border, page.height + 2 * border), ground)
    whole.paste(page, (border, border))
    whole = whole.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
    if photo:
        whole = _lean(whole, dice, ground)
    if dice.random() < 0.4:
        turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
        whole = whole.transpose(dice.choice(turns))
    grey = np.asarray(whole, dtype=float)
    high, wide = grey.shape
    across, down = np.linspace(0, 1, wide), np.linspace(0, 1, high)
    aside, above = dice.uniform(0, 0.35 if photo else 0.12), dice.uniform(0, 0.2 if photo else 0.05)
    shade = 1 - aside * across[None, :] - above * down[:, None]
    grey = grey * shade * dice.uniform(0.75, 1.0)
    for _ in range(dice.randint(0, 2)):
        # a crease: a soft bright or dark line
        place, width = dice.uniform(0.1, 0.9) * high, dice.uniform(1, 4)
        grey += dice.uniform(-45, 45) * np.exp(-(((np.arange(high) - place) / width) ** 2))[:, None]
    grey += np.random.default_rng(dice.randrange(2**32)).normal(0, dice.uniform(1, 9), grey.shape)
    made = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    made = made.filter(ImageFilter.GaussianBlur(dice.uniform(0, 1.1 if photo else 0.7)))
    scale = dice.uniform(0.72, 1.0)
    return made.resize((round(made.width * scale), round(made.height * scale)), Image.Resampling.BILINEAR)


def _lean(page: Image.Image, dice: random.Random, ground: int) -> Image.Image:
    """Look at a page from aslant: what is straight stays straight."""
    wide, high = page.size
    corners = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)]
    seen = [(x + dice.uniform(-0.04, 0.04) * wide, y + dice.uniform(-0.04, 0.04) * high) for x, y in corners]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, seen, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        values += [u, v]
    found = np.linalg.solve(np.array(rows, dtype=float), np.array(values, dtype=float))
    data = tuple(float(value) for value in found)
    return page.transform(page.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=ground)


def without_corner(page: Image.Image, name: str) -> Image.Image:
    """Return a page whose corner is folded over: what is under the fold is white."""
    made = page.copy()
    side = 22 * MM
    left = 0.0 if "left" in name else made.width - side
    top = 0.0 if "top" in name else made.height - side
    ends = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
    outer = {"top left": 0, "top right": 1, "bottom right": 2, "bottom left": 3}[name]
    corner = [ends[outer], ends[(outer + 1) % 4], ends[(outer + 3) % 4]]
    ImageDraw.Draw(made).polygon(corner, fill=235)
    return made


def with_decoy(page: Image.Image, dice: random.Random) -> Image.Image:
    """Return a page on which a black square stands where none of its marks is."""
    made = page.copy()
    x, y = dice.choice(((14.0, 17.0), (6.0, 18.0), (190.0, 281.0), (17.0, 280.0), (16.5, 10.0), (203.0, 140.0)))
    ImageDraw.Draw(made).rectangle(((x - 2.5) * MM, (y - 2.5) * MM, (x + 2.5) * MM, (y + 2.5) * MM), fill=0)
    return made


def with_torn_code(page: Image.Image) -> Image.Image:
    """Return a page of whose code half is torn off."""
    made = page.copy()
    ImageDraw.Draw(made).rectangle((176 * MM, 6 * MM, 186 * MM, 24 * MM), fill=250)
    return made


def signed_manifest(desk: Desk, settings: Settings, folder: Path) -> tuple[Sheet, Image.Image]:
    """Return the sheet of `DAY`'s first van, printed, and its first page with the first of two rows signed."""
    paper = next(one for one in printing.print_manifests(desk, settings, DAY, folder) if one.path.suffix == ".pdf")
    newest = select(Sheet).where(Sheet.kind_of == "manifest").order_by(Sheet.id.desc())
    sheet = desk.ask_now(lambda session: session.scalars(newest).first())
    assert sheet is not None
    whole = pages(paper.path, DPI)[0].convert("L")
    return sheet, sign(whole, sheet.layout["pages"][0], [True, False], random.Random(7))
