"""Labels on a label printer: what is sent, what is read back off the paper, and what a printer's answers mean."""

import socket
from dataclasses import replace

import pytest
from PIL import ImageFilter

from dispatch_console.adapters.documents.label import label_zpl
from dispatch_console.adapters.printers.zpl import ZplPrinter
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.label_printer import Delivery, PrinterState, Sent
from tests.adapters.test_documents import LABEL
from tests.builders import zpl
from tests.builders.papers import read
from tests.label_printer import HALF_FORMAT, HEAD_OPEN, PAPER_OUT, READY, WAITING, printing


@pytest.mark.parametrize("print_number", [1, 2, 99])
def test_both_codes_of_a_printed_label_are_read_one_bit_after_blur(print_number: int) -> None:
    code = str(Code(CodeKind.PARCEL, 418322, print_number=print_number))
    (label,) = zpl.labels(label_zpl([replace(LABEL, code=code)]))
    worn = label.picture.filter(ImageFilter.GaussianBlur(1.5)).point(lambda grey: 255 if grey > 128 else 0)
    for seen in (label.picture, worn):
        assert read(seen) == {(code, "Code128"), (code, "QRCode")}


def test_a_label_says_the_same_on_both_printers() -> None:
    (label,) = zpl.labels(label_zpl([LABEL]))
    said = " ".join(label.words)
    for words in (LABEL.order, LABEL.name, LABEL.street, LABEL.town, "1/2", LABEL.place.split(",")[0], LABEL.weight):
        assert words in said
    # white on black: the count of parcels stands in a black box
    box = label.picture.crop((76 * 8, 13 * 8, 97 * 8, 28 * 8))
    black = sum(1 for value in box.tobytes() if value < 128) / (box.width * box.height)
    assert 0.5 < black < 0.97


COMMANDS = [
    "Mü~JRller ^XZ^XA", "#12_20^PQ9", "back\\slash", "a_5Eb", "~JA", "^FS^FDtwo", "\x1b\x03~HS",
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_nothing_that_stands_on_a_label_is_a_command(words: str) -> None:
    facts = replace(LABEL, name=words, street=words, flat=words, town=words, promise=words, order=words, place=words)
    sent = label_zpl([facts])
    (label,) = zpl.labels(sent)
    assert sent.count(b"^XA") == sent.count(b"^XZ") == 1 and b"~" not in sent
    assert label.commands.count("PQ") == 1
    shown = "".join(sign for sign in words if sign.isprintable())
    assert any(shown in said for said in label.words)
    assert {text for text, _ in read(label.picture)} == {LABEL.code}


@pytest.mark.parametrize("name", ["王小明", "Ελένη Παπαδοπούλου", "أحمد محمود", "Łukasz Żółć", "Дмитрий"])
def test_a_name_that_the_printer_has_no_letters_for_is_a_picture(name: str) -> None:
    """A printer leaves out in silence what its font lacks."""
    (label,) = zpl.labels(label_zpl([replace(LABEL, name=name)]))
    assert name not in label.words and "GF" in label.commands
    drawn = label.picture.crop((3 * 8, 31 * 8, 60 * 8, 40 * 8))
    assert sum(1 for value in drawn.tobytes() if value < 128) > 500


def test_a_long_name_stays_on_its_label() -> None:
    (label,) = zpl.labels(label_zpl([replace(LABEL, name="Wolfeschlegelsteinhausenbergerdorff " * 4, town="T" * 300)]))
    assert all(len(words) < 80 for words in label.words)


def test_it_is_printed_when_the_printer_says_so() -> None:
    with printing(READY, WAITING, READY) as printer:
        sent = ZplPrinter(printer.where).send(label_zpl([LABEL, LABEL]))
    assert sent == Sent(Delivery.PRINTED, PrinterState.READY)
    assert len(zpl.labels(printer.printed)) == 2


def test_silence_is_not_printed() -> None:
    """A printer without paper does not answer: it may print once it has some."""
    with printing(None) as printer:
        sent = ZplPrinter(printer.where).send(label_zpl([LABEL]))
        assert ZplPrinter(printer.where).look() is PrinterState.SILENT
    assert sent == Sent(Delivery.UNSURE, PrinterState.SILENT)
    assert len(zpl.labels(printer.printed)) == 1


@pytest.mark.parametrize(
    ("answer", "state"), [(PAPER_OUT, PrinterState.PAPER_OUT), (HEAD_OPEN, PrinterState.HEAD_OPEN)]
)
def test_a_printer_that_cannot_print_gets_nothing(answer: tuple[str, ...], state: PrinterState) -> None:
    with printing(answer) as printer:
        assert ZplPrinter(printer.where).send(label_zpl([LABEL])) == Sent(Delivery.FAILED, state)
    assert printer.printed == b""


def test_paper_that_ends_within_a_label_is_seen() -> None:
    with printing(READY, WAITING, PAPER_OUT) as printer:
        sent = ZplPrinter(printer.where).send(label_zpl([LABEL]))
    assert sent == Sent(Delivery.UNSURE, PrinterState.PAPER_OUT)


def test_a_connection_that_breaks_on_the_way_leaves_it_open_whether_it_is_printed() -> None:
    with printing(READY, hangs_up_at=100) as printer:
        sent = ZplPrinter(printer.where).send(label_zpl([LABEL] * 50))
    assert sent.delivery is Delivery.UNSURE and sent.state in (PrinterState.BROKEN_OFF, PrinterState.SILENT)


def test_half_a_label_of_somebody_else_is_cancelled_before_ours() -> None:
    with printing(HALF_FORMAT, READY) as printer:
        assert ZplPrinter(printer.where).send(label_zpl([LABEL])).delivery is Delivery.PRINTED
    assert printer.printed.startswith(b"~JX")


def test_a_printer_that_is_off_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unavailable, match=r"printer\.away"):
        ZplPrinter(f"127.0.0.1:{port}").send(b"")
    with pytest.raises(BadInput, match=r"printer\.setting"):
        ZplPrinter("printer:label")
