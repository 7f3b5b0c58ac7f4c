"""Papers: pages as a driver and a scanner see them. Codes are read back by a real decoder, names stay text."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from dispatch_console.adapters.documents import sheet as sheets
from dispatch_console.adapters.documents.call_sheet import draw_call_sheet
from dispatch_console.adapters.documents.label import draw_label
from dispatch_console.adapters.documents.load_list import draw_load_list
from dispatch_console.adapters.documents.manifest import draw_manifest
from dispatch_console.adapters.documents.proof_of_delivery import draw_proof
from dispatch_console.adapters.documents.sheet import REGULAR, fitted, load_fonts, shortened, width_of, wrapped
from dispatch_console.adapters.documents.slip import draw_slip
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import (
    Call,
    CallSheetFacts,
    LabelFacts,
    LoadListFacts,
    LoadRow,
    ProofFacts,
    RouteHead,
    SlipFacts,
    SlipLine,
)
from tests.builders.papers import PARCEL, SENDER, STOP, manifest, pages, read, text

LABEL = LabelFacts(
    sender=SENDER,
    order="SO-104209",
    position=1,
    of=2,
    name="Jussi-Pekka Hämäläinen",
    street="Pohjoisesplanadi 21",
    flat="C 31",
    town="00100 Helsinki",
    route="3",
    stop="4",
    place="Right back, floor",
    promise="Mon 23 Nov, 09:00–11:00",
    packed="Packed 23 Nov 07:06, station 2",
    weight="11.2 kg",
    marks=("Fragile", "This way up"),
    code=str(PARCEL),
    code_spaced=PARCEL.spaced,
)


@pytest.mark.parametrize("dpi", [150, 203])
def test_both_codes_of_a_label_are_read_one_bit_after_blur(tmp_path: Path, dpi: int) -> None:
    draw_label(tmp_path / "label.pdf", (LABEL,))
    picture = pages(tmp_path / "label.pdf", dpi)[0]
    worn = picture.filter(ImageFilter.GaussianBlur(0.8)).point(lambda grey: 255 if grey > 128 else 0)
    for seen in (picture, worn):
        assert {found for found, _ in read(seen)} == {str(PARCEL)}
    assert len(read(picture)) == 2


def test_every_page_of_a_manifest_carries_its_own_sheet_code(tmp_path: Path) -> None:
    count, layout = draw_manifest(tmp_path / "m.pdf", manifest(18))
    shown = pages(tmp_path / "m.pdf", 150)
    assert count == len(shown) == len(layout["pages"]) == 3
    for number, picture in enumerate(shown, 1):
        assert {found for found, _ in read(picture)} == {str(Code(CodeKind.SHEET, 73141, number))}


def test_later_pages_say_which_stops_they_hold_clear_of_the_columns(tmp_path: Path) -> None:
    rows = tuple(replace(STOP, sequence=number) for number in range(9, 18))
    draw_manifest(tmp_path / "m.pdf", manifest(9, stops=rows, points=manifest(9).points))
    assert "stops 13 to 17, the last is 17" in text(tmp_path / "m.pdf")
    # between the head's line and the column heads lies white paper
    scale = 150 / 25.4
    band = pages(tmp_path / "m.pdf", 150)[1].crop(
        (int(14 * scale), int(21.6 * scale), int(100 * scale), int(23.6 * scale))
    )
    assert band.getextrema() == (255, 255)


def test_no_row_is_split_and_none_is_lost(tmp_path: Path) -> None:
    _, layout = draw_manifest(tmp_path / "m.pdf", manifest(120))
    rows = [row for page in layout["pages"] for row in page]
    assert [row["stop"] for row in rows] == list(range(1, 121))
    bottoms = [row["boxes"]["signature"][1] + row["boxes"]["signature"][3] for row in rows]
    assert max(bottoms) < 270


def test_a_row_shows_every_tag_however_many_they_are(tmp_path: Path) -> None:
    tags = (
        ("forbidden", "Not packed when printed: SO-104207, SO-104208"), ("check", "Collect 1,284.50 EUR"),
        ("check", "Check ID: 18 or over"), ("check", "Two persons"), ("plain", "Signature"),
        ("plain", "Safe place: behind the blue container on the left, under the roof"), ("forbidden", "NO safe place"),
    )  # fmt: skip
    facts = manifest(12)
    stops = tuple(replace(stop, tags=tags) for stop in facts.stops)
    draw_manifest(tmp_path / "m.pdf", replace(facts, stops=stops))
    shown = text(tmp_path / "m.pdf")
    for _, words in tags:
        assert shown.count(words) >= 12, words


def test_markup_and_very_long_names_break_nothing(tmp_path: Path) -> None:
    long = replace(STOP, name="<b>x</b> & </para> " * 20, street="A" * 300 + " 12", access="long " * 80)
    draw_manifest(tmp_path / "m.pdf", manifest(0, stops=(long,), points=((60.0, 24.0), (60.01, 24.0))))
    assert "<b>x</b> &" in text(tmp_path / "m.pdf")
    draw_label(tmp_path / "l.pdf", (replace(LABEL, name="<img onerror> " * 20, street="B" * 200),))
    assert "<img onerror>" in text(tmp_path / "l.pdf")


def test_a_revision_says_what_it_replaces_and_estimates_are_marked(tmp_path: Path) -> None:
    draw_manifest(tmp_path / "m.pdf", manifest(4))
    shown = text(tmp_path / "m.pdf")
    assert "Revision 3 (07:42) replaces revision 2" in shown
    assert "estimates" in shown
    assert "not confirmed" in shown


SLIP = SlipFacts(
    sender=SENDER,
    document=52207,
    order="SO-104209",
    ordered="ordered 19 Nov 2026",
    packed="packed 23 Nov 2026 07:06, in 2 parcels",
    name="Jussi-Pekka Hämäläinen",
    street="Pohjoisesplanadi 21 C 31",
    town="00100 Helsinki",
    promise="Mon 23 Nov, 09:00–11:00",
    lines=(
        SlipLine("KK-2210", "Wall mirror, oak frame, 60 × 90 cm", 1, 1, "1"),
        SlipLine("KK-1102", "Towel <b>", 4, 3, "2"),
    ),
    parcels=(("1/2", PARCEL.spaced),),
    papers=("packing slip", "mirror warranty"),
    checked=("Weight 15.2 kg",),
    print_number=1,
)
PROOF = ProofFacts(
    sender=SENDER,
    document=17,
    order="SO-104209",
    title="Delivered to recipient, Mon 23 Nov 2026 at 09:17",
    delivered=True,
    rows=(("Received by", "Jussi-Pekka Hämäläinen, customer"),),
    signature=None,
    signed="",
    place=(60.16836, 24.95079),
    missing=("No signature on file; see the signed manifest.",),
    zone="Europe/Helsinki",
    history=tuple((f"23 Nov 07:{number:02d}", "Verified", "Petri Laine") for number in range(70)),
    printed="23 Nov 2026 14:05",
)


def test_the_packing_slip_says_what_follows_and_its_code_is_read(tmp_path: Path) -> None:
    assert draw_slip(tmp_path / "slip.pdf", SLIP) == 1
    said = text(tmp_path / "slip.pdf")
    assert "1 to follow" in said
    assert "4 of 5 pieces packed" in said
    assert "Towel <b>" in said
    worn = pages(tmp_path / "slip.pdf", 150)[0].filter(ImageFilter.GaussianBlur(0.6))
    seen = worn.point(lambda grey: 255 if grey > 128 else 0)
    assert {found for found, _ in read(seen)} == {str(Code(CodeKind.DOCUMENT, 52207))}


def test_a_long_packing_slip_goes_to_a4_and_keeps_every_line(tmp_path: Path) -> None:
    lines = tuple(SlipLine(f"SKU-{number}", f"Article {number}", 1, 1, "1") for number in range(40))
    assert draw_slip(tmp_path / "slip.pdf", replace(SLIP, lines=lines)) == 2
    said = text(tmp_path / "slip.pdf")
    assert all(f"SKU-{number}" in said for number in range(40))
    assert said.count("Return slip") == 1


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_tall_lines_of_a_slip_never_reach_what_stands_below(tmp_path: Path, count: int) -> None:
    tall = SlipLine("KK-1", "Wall mirror with an oak frame and a name of two lines, " * 2, 9, 6, "1, 2, 3",
                    "2 in parcel 1, 2 in parcel 2, 2 in parcel 3")  # fmt: skip
    many = tuple((f"{number}/9", PARCEL.spaced) for number in range(1, 10))
    draw_slip(tmp_path / "slip.pdf", replace(SLIP, lines=(tall,) * count, parcels=many))
    document = pypdfium2.PdfDocument(tmp_path / "slip.pdf")
    every = [page.get_textpage() for page in document]
    lowest = [every[-1].get_charbox(at)[1] for at in places(every[-1], "3 to follow")]
    tops = {phrase: every[-1].get_charbox(places(every[-1], phrase)[0])
            for phrase in ("pieces packed", "You may return", "Cut here")}  # fmt: skip
    assert all(y > tops["pieces packed"][3] for y in lowest)
    assert tops["You may return"][1] > tops["Cut here"][3]
    assert sum(len(places(words, "3 to follow")) for words in every) == count
    assert "and 3 more" in every[-1].get_text_range()
    document.close()


def places(words: pypdfium2.PdfTextPage, phrase: str) -> list[int]:
    """Return where a phrase begins on a page, by its first sign."""
    found, search = [], words.search(phrase)
    while (hit := search.get_next()) is not None:
        found.append(hit[0])
    return found


def test_a_proof_prints_what_is_missing_and_its_history_goes_on(tmp_path: Path) -> None:
    assert draw_proof(tmp_path / "proof.pdf", PROOF, None) == 3
    said = text(tmp_path / "proof.pdf")
    assert "No signature on file" in said
    assert all(f"23 Nov 07:{number:02d}" in said for number in range(60))
    assert {found for found, _ in read(pages(tmp_path / "proof.pdf", 150)[0])} == {str(Code(CodeKind.DOCUMENT, 17))}


@pytest.mark.parametrize("name", ("Kept and damaged pieces of it", "Zahlungsaufforderungsbetrag", "Kept"))
def test_the_name_of_a_fact_never_runs_into_the_fact(tmp_path: Path, name: str) -> None:
    draw_proof(tmp_path / "proof.pdf", replace(PROOF, rows=((name, "1 × Mug"), ("Driver", "Aino"))), None)
    left, top, right, bottom = (round(millimetres / 25.4 * 150) for millimetres in (44.4, 50, 45.3, 68))
    between = pages(tmp_path / "proof.pdf", 150)[0].convert("L").crop((left, top, right, bottom))
    assert min(between.tobytes()) > 200
    assert "1 × Mug" in text(tmp_path / "proof.pdf")


HEAD = RouteHead(
    sender=SENDER,
    sheet=73142,
    route="E 13:00",
    revision=3,
    replaces=2,
    day="Monday 23 November 2026",
    day_short="Mon 23 Nov 2026",
    published="07:42",
    driver="Aino Mäkelä",
    van="Van 3, KLN-483",
)
# Latin, Cyrillic, Chinese, Arabic, markup, and longer than any line
NAMES = ("Noora Laaksonen", "Екатерина Воробьёва", "王晓明", "محمد عبد الرحمن", "<b>Ilona</b> & Co", "Rakenne " * 38)


def worn(picture: Image.Image) -> Image.Image:
    """One bit, after blur: a copy of a copy."""
    return picture.filter(ImageFilter.GaussianBlur(0.8)).point(lambda grey: 255 if grey > 128 else 0)


def load_rows(count: int) -> tuple[LoadRow, ...]:
    return tuple(
        LoadRow(
            stop=stop,
            code="0041 8322 29",
            order=f"SO-{104200 + stop}",
            of="1/1",
            name=NAMES[stop % 6],
            side="left",
            depth="front",
            level="shelf",
            kg="2.5",
            mark=("check", "18+") if stop % 5 == 0 else ("", ""),
        )
        for stop in range(count, 0, -1)
    )


def test_every_parcel_stands_on_the_load_list_and_every_page_is_told_apart(tmp_path: Path) -> None:
    count = draw_load_list(tmp_path / "l.pdf", LoadListFacts(HEAD, load_rows(60), "109.6"))
    shown = pages(tmp_path / "l.pdf", 150)
    assert count == len(shown) == 3
    for number, picture in enumerate(shown, 1):
        assert {found for found, _ in read(worn(picture))} == {str(Code(CodeKind.SHEET, 73142, number))}
    said = text(tmp_path / "l.pdf")
    assert all(f"SO-{104200 + stop}" in said for stop in range(1, 61))
    assert "22 of 60 parcels so far" in said and "Left behind: parcel numbers" in said


@pytest.mark.parametrize(("parcels", "orders"), [(0, 1), (3, 2), (22, 3), (60, 9)])
def test_a_load_list_shows_what_is_not_packed_and_does_not_release(tmp_path: Path, parcels: int, orders: int) -> None:
    unpacked = tuple((100 + number, f"SO-{700 + number}", NAMES[number % 6]) for number in range(orders))
    draw_load_list(tmp_path / "l.pdf", LoadListFacts(HEAD, load_rows(parcels), "0.0", unpacked))
    said = text(tmp_path / "l.pdf")
    assert said.count("Not packed when printed") == orders
    assert all(order in said for _, order, _ in unpacked)
    assert "release. A surplus" not in said and "Do not release" in said


@pytest.mark.parametrize("calls", [0, 3, 20])
def test_a_call_sheet_has_a_card_per_call_and_a_line_per_confirmed_stop(tmp_path: Path, calls: int) -> None:
    cards = tuple(
        Call(
            f"08:{at:02d}", at + 1, NAMES[at % 6], "+358405550117", f"SO-{at}", "arrival 08:53", "Window not confirmed."
        )
        for at in range(calls)
    )
    confirmed = tuple((str(number), "09:12", NAMES[number % 6], f"040 555 {number:04d}") for number in range(60))
    count = draw_call_sheet(tmp_path / "c.pdf", CallSheetFacts(HEAD, "Good morning. " * 12, cards, confirmed))
    shown = pages(tmp_path / "c.pdf", 150)
    assert count == len(shown)
    for number, picture in enumerate(shown, 1):
        assert {found for found, _ in read(worn(picture))} == {str(Code(CodeKind.SHEET, 73142, number))}
    said = text(tmp_path / "c.pdf")
    # a line with an Arabic name is read from the right
    assert all(f"040 555 {number:04d}" in said or f"{number:04d} 555 040" in said for number in range(60))
    assert said.count("Wrong number") == calls
    assert ("Nobody needs a call" in said) == (calls == 0)


def test_names_in_other_alphabets_are_drawn_and_not_left_blank(tmp_path: Path) -> None:
    names = (*NAMES, "שרה כהן", "Անի Հակոբյան", "ნინო ბერიძე")
    rows = tuple(replace(STOP, sequence=number, name=name) for number, name in enumerate(names, 1))
    draw_manifest(tmp_path / "m.pdf", manifest(9, stops=rows, points=manifest(9).points))
    said = text(tmp_path / "m.pdf")
    assert "Екатерина Воробьёва" in said and "王晓明" in said and "<b>Ilona</b>" in said
    assert "Անի Հակոբյան" in said and "ნინო ბერიძე" in said and ("שרה" in said or "הרש" in said)
    # Arabic is drawn joined, from right to left: its letters stand in their presentation forms
    assert any("\ufe70" <= sign <= "\ufefc" or "\u0600" <= sign <= "\u06ff" for sign in said)
    assert "?" not in said


def test_a_manifest_of_120_stops_reads_back_page_by_page(tmp_path: Path) -> None:
    count, layout = draw_manifest(tmp_path / "m.pdf", manifest(120))
    shown = pages(tmp_path / "m.pdf", 150)
    assert sum(len(rows) for rows in layout["pages"]) == 120
    for number, picture in enumerate(shown, 1):
        assert {found for found, _ in read(worn(picture))} == {str(Code(CodeKind.SHEET, 73141, number))}
    assert count == len(shown)


def test_a_manifest_says_what_changed_since_the_sheet_that_it_replaces(tmp_path: Path) -> None:
    changes = ("Off this route: SO-1, was stop 3.", "New: SO-2, stop 4.", "SO-3: stop 5 is now stop 6.", "a", "b")
    draw_manifest(tmp_path / "m.pdf", manifest(4, changes=changes))
    said = text(tmp_path / "m.pdf")
    assert "Changed since revision 2" in said and "Off this route: SO-1" in said and "and 2 more: see console" in said


def longest_that_fits(words: str, width: float) -> str:
    """By trying one sign less after the other."""
    words = " ".join(words.split())
    for keep in range(len(words), 1, -1):
        left = (keep + 1) // 2
        tried = words if keep == len(words) else f"{words[:left]}…{words[len(words) - (keep - left) :]}"
        if width_of(tried, 9, REGULAR) <= width:
            return tried
    return words if not words or width_of(words, 9, REGULAR) <= width else "…"


@given(st.text(st.sampled_from("aWi .é漢"), max_size=120), st.floats(3, 120))
def test_as_much_is_kept_as_fits(words: str, width: float) -> None:
    load_fonts()
    assert shortened(words, width, REGULAR, 9) == longest_that_fits(words, width)


def test_long_words_are_measured_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    load_fonts()
    measured: list[int] = []
    width = sheets.width_of

    def counted(words: str, size: float, font: str) -> float:
        measured.append(len(words))
        return width(words, size, font)

    monkeypatch.setattr(sheets, "width_of", counted)
    for words in ("note " * 4000, "n" * 20_000):
        wrapped(words, 79, REGULAR, 9, 2)
        fitted(words, 79, REGULAR, (12, 10, 8))
    assert sum(measured) < 200_000
