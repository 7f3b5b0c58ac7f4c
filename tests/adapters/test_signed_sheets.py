"""Signed sheets are found by their own code, straightened by their marks, and nothing is filed to a wrong stop."""

import random
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dispatch_console.adapters.sheets.corners import find_corners, is_blank
from dispatch_console.adapters.sheets.pictures import pages_of
from dispatch_console.adapters.sheets.reader import is_page, lines_agree, read_rows, row_tops
from dispatch_console.adapters.sheets.straighten import CORNERS, find_codes, straighten, turned_right
from dispatch_console.domain.errors import BadInput
from tests.builders.papers import manifest
from tests.builders.signed_sheets import (
    Printed,
    distorted,
    printed,
    sign,
    tick,
    with_decoy,
    with_torn_code,
    without_corner,
)

STOPS = 14


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return printed(tmp_path_factory.mktemp("sheets"), manifest(STOPS))


def read(paper: Printed, picture: Image.Image, page: int) -> dict[int, bool | None] | None:
    """Return what is read of each stop; None where a person has to look."""
    rows = paper.layout["pages"][page]
    (found,), damaged = find_codes(picture)
    assert (found.code.page, damaged) == (page + 1, False)
    straight = straighten(picture, found, row_tops(rows), partial(lines_agree, layout=rows))
    return {row.stop: row.signed for row in read_rows(straight, rows)} if straight is not None else None


@pytest.mark.parametrize("seed", range(10))
def test_a_scan_and_a_photo_are_read(paper: Printed, seed: int) -> None:
    dice = random.Random(seed)
    page = dice.randrange(len(paper.pages))
    rows = paper.layout["pages"][page]
    signed = [dice.random() < 0.7 for _ in rows]
    picture = distorted(sign(paper.pages[page], rows, signed, dice), dice, photo=seed % 2 == 1)
    found = read(paper, picture, page)
    assert found is not None
    wrong = {
        row["stop"]: found[row["stop"]] for row, was in zip(rows, signed, strict=True) if found[row["stop"]] is not was
    }
    # a person may have to look, but nothing is said that is not so
    assert set(wrong) <= {None} and len(wrong) <= 1


@pytest.mark.parametrize("corner", CORNERS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_folded_corner_and_a_black_square_move_no_row(paper: Printed, corner: str, *, turned: bool) -> None:
    dice = random.Random(f"{corner}{turned}")
    rows = paper.layout["pages"][1]
    signed = [number % 2 == 0 for number in range(len(rows))]
    picture = with_decoy(without_corner(sign(paper.pages[1], rows, signed, dice), corner), dice)
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_180)
    if corner == "top right":
        # the code is under the fold: nobody knows which page it is
        found, _ = find_codes(picture)
        assert found == () or read(paper, picture, 1) is not None
        return
    found_rows = read(paper, picture, 1)
    if found_rows is not None:
        assert all(found_rows[row["stop"]] in (was, None) for row, was in zip(rows, signed, strict=True))


def test_half_a_page_is_for_a_person(paper: Printed) -> None:
    picture = paper.pages[1].crop((0, 0, paper.pages[1].width, paper.pages[1].height // 2))
    assert read(paper, picture, 1) is None


def read_by_corners(paper: Printed, picture: Image.Image, page: int) -> dict[int, bool | None] | None:
    """Return what is read of a page without a code, of which a person says which one it is."""
    corners, rows = find_corners(picture), paper.layout["pages"][page]
    if corners is None:
        return None
    straight = turned_right(picture, corners, row_tops(rows), partial(is_page, layout=rows))
    return {row.stop: row.signed for row in read_rows(straight, rows)} if straight is not None else None


@pytest.mark.parametrize("seed", range(6))
def test_a_page_with_a_torn_code_is_found_by_its_squares(paper: Printed, seed: int) -> None:
    dice = random.Random(seed)
    page = dice.randrange(len(paper.pages))
    rows = paper.layout["pages"][page]
    signed = [dice.random() < 0.7 for _ in rows]
    picture = with_torn_code(sign(paper.pages[page], rows, signed, dice))
    if seed == 4:
        picture = without_corner(picture, "top right")
    picture = distorted(picture, dice, photo=seed % 2 == 1)
    assert find_codes(picture)[0] == ()
    found = read_by_corners(paper, picture, page)
    assert found is not None
    assert all(found[row["stop"]] in (was, None) for row, was in zip(rows, signed, strict=True))
    assert list(found.values()).count(None) <= 1
    # a page with other rows is not there
    other = next(number for number, one in enumerate(paper.layout["pages"]) if len(one) != len(rows))
    assert read_by_corners(paper, picture, other) is None


@pytest.mark.parametrize("stops", [1, 2, 3])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_short_page_without_code_is_not_read_upside_down(tmp_path: Path, stops: int, turned: int) -> None:
    short = printed(tmp_path, manifest(stops))
    rows = short.layout["pages"][0]
    signed = [number % 2 == 0 for number in range(stops)]
    picture = with_torn_code(sign(short.pages[0], rows, signed, random.Random(stops))).rotate(turned, expand=True)
    assert read_by_corners(short, picture, 0) == {row["stop"]: was for row, was in zip(rows, signed, strict=True)}


def test_a_blank_back_is_told_from_a_page_with_a_line_of_writing(paper: Printed) -> None:
    grain = np.random.default_rng(3).normal(236, 5, (2200, 1700)).clip(0, 255).astype(np.uint8)
    back = Image.fromarray(grain)
    assert is_blank(back) and find_corners(back) is None
    ImageDraw.Draw(back).line((300, 400, 420, 380, 520, 420), fill=40, width=6)
    assert not is_blank(back)
    assert not is_blank(paper.pages[0])


def test_two_pages_in_one_photo_are_both_found(paper: Printed) -> None:
    first, second = paper.pages[0], paper.pages[1]
    both = Image.new("L", (first.width + second.width + 60, first.height), 120)
    both.paste(first, (0, 0))
    both.paste(second.rotate(180), (first.width + 60, 0))
    found, _ = find_codes(both)
    assert sorted(one.code.page for one in found) == [1, 2]
    for one in found:
        rows = paper.layout["pages"][one.code.page - 1]
        straight = straighten(both, one, row_tops(rows), partial(lines_agree, layout=rows))
        assert straight is not None
        assert {row.signed for row in read_rows(straight, rows)} == {False}


def test_pages_of_files_and_what_is_no_picture(paper: Printed, tmp_path: Path) -> None:
    pages = [page.convert("RGB") for page in paper.pages]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    pages[0].save(tmp_path / "a.pdf", save_all=True, append_images=pages[1:])
    pages[0].save(tmp_path / "a.jpg")
    assert [len(list(pages_of(tmp_path / name))) for name in ("a.tiff", "a.pdf", "a.jpg")] == [3, 3, 1]
    for name, data in (("b.pdf", b"%PDF-1.7 nothing"), ("b.png", b"\x89PNG no"), ("b.txt", b"hello"), ("empty", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadInput, match=r"sheet\.unreadable"):
            list(pages_of(tmp_path / name))


def test_no_box_is_called_ticked_that_is_not(paper: Printed) -> None:
    certain = ticked_boxes = 0
    for seed in range(8):
        dice = random.Random(seed)
        page = dice.randrange(len(paper.pages))
        rows = paper.layout["pages"][page]
        ticked = [dice.random() < 0.5 and "tick" in row["boxes"] for row in rows]
        # what is written beside a box is no tick
        signed = sign(paper.pages[page], rows, [True] * len(rows), dice)
        tick(signed, rows, ticked, dice)
        picture = distorted(signed, dice, photo=seed % 2 == 1)
        (found,), _ = find_codes(picture)
        straight = straighten(picture, found, row_tops(rows), partial(lines_agree, layout=rows))
        if straight is None:
            continue
        read = [row.ticked for row in read_rows(straight, rows)]
        # an empty box, and a tick beside its middle, are looked at by a person
        assert all(said is None or was for said, was in zip(read, ticked, strict=True))
        certain, ticked_boxes = certain + read.count(True), ticked_boxes + ticked.count(True)
    assert ticked_boxes > 8 and certain * 2 >= ticked_boxes
