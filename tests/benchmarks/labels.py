"""A thousand labels: drawn for both printers, and every code of each read back at 203 dpi, one bit, also after blur."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

from dispatch_console.adapters.documents.label import draw_label, label_zpl
from dispatch_console.application.desk import Desk
from dispatch_console.domain.papers.codes import Code, CodeKind
from dispatch_console.domain.papers.facts import LabelFacts
from tests.adapters.test_documents import LABEL
from tests.benchmarks.results import Result
from tests.builders import zpl
from tests.builders.papers import pages, read

COUNT = 1000
DPI = 203


def labels(_: Desk) -> list[Result]:
    every = [_label(number) for number in range(COUNT)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "labels.pdf"
        begun = time.perf_counter()
        draw_label(file, every)
        pdf = time.perf_counter() - begun
        begun = time.perf_counter()
        sent = label_zpl(every)
        took = time.perf_counter() - begun
        drawn = pages(file, DPI)
    printed = [label.picture for label in zpl.labels(sent)]
    return [
        Result("labels_pdf", round(pdf, 2), "s", f"{COUNT} labels into one file"),
        Result("labels_zpl", round(took, 2), "s", f"{COUNT} labels"),
        Result("labels_pdf_unread", _unread(drawn, every), "", f"of {COUNT}, {DPI} dpi one bit, sharp and blurred"),
        Result("labels_zpl_unread", _unread(printed, every), "", f"of {COUNT}, {DPI} dpi one bit, sharp and blurred"),
    ]


def _label(number: int) -> LabelFacts:
    code = Code(CodeKind.PARCEL, 41_000 + number * 7, print_number=1 + number % 12)
    return replace(LABEL, code=str(code), code_spaced=code.spaced, order=f"SO-{100_000 + number}")


def _unread(pictures: list[Image.Image], every: list[LabelFacts]) -> int:
    """Count labels of which a code was not read, or read as another one."""
    wrong = 0
    for picture, facts in zip(pictures, every, strict=True):
        wanted = {(facts.code, "Code128"), (facts.code, "QRCode")}
        blurred = picture.filter(ImageFilter.GaussianBlur(1.2))
        worn = [image.point(lambda grey: 255 if grey > 128 else 0) for image in (picture, blurred)]
        wrong += any(read(image) != wanted for image in worn)
    return wrong
