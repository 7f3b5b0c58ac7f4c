"""Make the TTF cuts of Inter that the console and its papers use.

Run once by a maintainer: `python installer/build_fonts.py SOURCE_DIR resources/fonts` with the WOFF2 files of the
`inter-ui` package. Names in other alphabets are drawn with Noto Sans (OFL) and Droid Sans Fallback (Apache 2.0),
as Debian's `fonts-noto-core` and `fonts-droid-fallback` hold them: `build_fonts.py --others FOLDER resources/fonts`.
reportlab applies no OpenType features, so tabular figures (and, in the code cut, the slashed
zero) are made the default glyphs of the digits.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SCRIPTS = [(0x20, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x22FF)]


def cut(source: Path, target: Path, family: str, weight: str, *, slashed_zero: bool) -> None:
    """Write one TTF whose digits are tabular by default."""
    font = TTFont(source)
    for table in font["cmap"].tables:
        for index, digit in enumerate(DIGITS):
            glyph = f"{digit}.tf.slash" if slashed_zero and digit == "zero" else f"{digit}.tf"
            if 0x30 + index in table.cmap:
                table.cmap[0x30 + index] = glyph
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in SCRIPTS for code in range(first, last + 1)])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family if weight in ("Regular", "Bold") or record.nameID == 16 else f"{family} {weight}"
        elif record.nameID == 6:
            record.string = f"{family.replace(' ', '')}-{weight}"
        elif record.nameID == 4:
            record.string = f"{family} {weight}"
    font.flavor = None
    font.save(target)


ARABIC = ((0x20, 0x20), (0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
HEBREW = ((0x20, 0x20), (0x590, 0x5FF), (0xFB1D, 0xFB4F))
ARMENIAN = ((0x20, 0x20), (0x530, 0x58F), (0xFB13, 0xFB17))
GEORGIAN = ((0x20, 0x20), (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F))
OTHERS = {
    "NotoSansArabic-Regular": ARABIC,
    "NotoSansArabic-Bold": ARABIC,
    "NotoSansHebrew-Regular": HEBREW,
    "NotoSansHebrew-Bold": HEBREW,
    "NotoSansArmenian-Regular": ARMENIAN,
    "NotoSansArmenian-Bold": ARMENIAN,
    "NotoSansGeorgian-Regular": GEORGIAN,
    "NotoSansGeorgian-Bold": GEORGIAN,
    "DroidSansFallbackFull": ((0x2E80, 0x318F), (0x31A0, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)),
}


def cut_others(source: Path, target: Path) -> None:
    """Only the letters; shaping is done before drawing."""
    for name, ranges in OTHERS.items():
        font = TTFont(next(source.rglob(f"{name}.ttf")))
        options = Options()
        options.layout_features, options.name_IDs, options.hinting = [], ["*"], False
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
        subsetter.subset(font)
        font.save(target / f"{name.removesuffix('Full')}.ttf")


def main() -> None:
    if sys.argv[1] == "--others":
        cut_others(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        cut(source / f"Inter-{weight}.woff2", target / f"Inter-{weight}.ttf", "Inter", weight, slashed_zero=False)
    cut(
        source / "Inter-SemiBold.woff2",
        target / "InterCode-SemiBold.ttf",
        "Inter Code",
        "SemiBold",
        slashed_zero=True,
    )


if __name__ == "__main__":
    main()
