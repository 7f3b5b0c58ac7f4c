"""Pages of files as grey pictures: PDF, JPEG, PNG and TIFF."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from pypdfium2 import PdfiumError

from dispatch_console.domain.errors import BadInput

# dots per inch that a page of a PDF is drawn with; longest side of a picture
DPI, LONGEST = 200, 3600
MOST_PAGES, MOST_PIXELS = 300, 120_000_000
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP")


def pages_of(file: Path) -> Iterator[Image.Image]:
    """Yield the pages of a file, grey. Errors: BadInput `sheet.unreadable`."""
    try:
        with file.open("rb") as opened:
            is_pdf = opened.read(5) == b"%PDF-"
        yield from _of_pdf(file) if is_pdf else _of_picture(file)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError,
            Image.DecompressionBombWarning, PdfiumError) as error:  # fmt: skip
        raise BadInput("sheet.unreadable", file=file.name, detail=str(error) or type(error).__name__) from error


def _of_pdf(file: Path) -> Iterator[Image.Image]:
    document = pypdfium2.PdfDocument(file)
    try:
        if len(document) > MOST_PAGES:
            raise BadInput("sheet.many_pages", file=file.name, most=MOST_PAGES)
        for page in document:
            width, height = page.get_size()
            scale = min(DPI / 72, LONGEST / max(width, height, 1))
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _of_picture(file: Path) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(file, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadInput("sheet.unreadable", file=file.name, detail="too large")
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if number >= MOST_PAGES:
                    raise BadInput("sheet.many_pages", file=file.name, most=MOST_PAGES)
                picture = ImageOps.exif_transpose(frame.copy()).convert("L")
                picture.thumbnail((LONGEST, LONGEST))
                yield picture
