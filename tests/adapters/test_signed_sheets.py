"""Signed sheets are found by their own code, straightened by their marks, and nothing is filed to a wrong stop."""

import random
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from dispatch_console.adapters.sheets.pictures import pages_of
from dispatch_console.adapters.sheets.reader import lines_agree, read_rows, row_tops
from dispatch_console.adapters.sheets.straighten import CORNERS, find_codes, straighten
from dispatch_console.domain.errors import BadInput
from tests.builders.papers import manifest
from tests.builders.signed_sheets import Printed, distorted, printed, sign, with_decoy, without_corner

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
