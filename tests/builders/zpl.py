"""A label printer on paper of ours: what a format in ZPL II looks like at 203 dpi. Only the commands that we send, and
an error for any other one: what a printer does not know it leaves out in silence.
"""

import re
from dataclasses import dataclass, field

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from dispatch_console.paths import RESOURCES

_COMMAND = re.compile(rb"[\^~]([A-Z][A-Z0-9@])([^\^~]*)", re.DOTALL)


@dataclass
class Label:
    """`words`: what stands on it as text; `commands` as they came; `picture`: 1 bit in 8, black on white."""

    picture: Image.Image
    words: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


def labels(data: bytes) -> list[Label]:
    """Return what a printer would print of these bytes."""
    printed: list[Label] = []
    printer: _Printer | None = None
    for name, rest in _COMMAND.findall(data):
        command, text = name.decode(), rest.decode("utf-8").rstrip("\n")
        if command == "XA":
            printer = _Printer()
        elif command == "XZ":
            assert printer is not None
            printed.append(printer.label)
            printer = None
        elif command == "JX":
            printer = None
        elif printer is not None:
            printer.take(command, text)
        else:
            raise AssertionError(f"{command} outside a format")
    assert printer is None, "half a format"
    return printed


class _Printer:
    def __init__(self) -> None:
        self.label = Label(Image.new("L", (800, 1200), 255))
        self._field: dict[str, str] = {}

    def take(self, command: str, text: str) -> None:
        self.label.commands.append(command)
        match command:
            case "CI":
                assert text == "28"
            case "PW" | "LL" | "LH" | "PQ":
                pass
            # two letters are read: the font of ^A0 is its third sign
            case "FO" | "FT" | "A0" | "FB" | "FH" | "FR" | "GB" | "GF" | "BY" | "BC" | "BQ" | "FD":
                self._field[command] = text
            case "FS":
                self._print()
                if "BY" in self._field:
                    self._field = {"BY": self._field["BY"]}
                else:
                    self._field = {}
            case _:
                raise AssertionError(f"^{command} is not sent by us")

    def _print(self) -> None:
        known = self._field
        if "GB" in known:
            self._paste(self._box(known["GB"]), self._origin("FO"))
        elif "GF" in known:
            self._paste(self._graphic(known["GF"]), self._origin("FO"))
        elif "BC" in known:
            module, height = int(known["BY"]), int(known["BC"].split(",")[1])
            self._paste(_code("Code128", self._data(), module, height), self._origin("FO"))
        elif "BQ" in known:
            data = self._data()
            # the printer takes level and mode from the front, and the text behind their comma
            assert data[0] in "HQML" and data[1:3] == "A,", data
            self._paste(_code("QRCode", data[3:], int(known["BQ"].split(",")[2]), 0, data[0]), self._origin("FO"))
        elif "FD" in known:
            self._text()

    def _origin(self, command: str) -> tuple[int, int]:
        x, y = self._field[command].split(",")
        return int(x), int(y)

    def _data(self) -> str:
        data = self._field["FD"]
        if "FH" not in self._field:
            return data
        return re.sub("_([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), data)

    def _text(self) -> None:
        words, (x, y) = self._data(), self._origin("FT")
        self.label.words.append(words)
        size = int(self._field["A0"].split(",")[1])
        # condensed as the printer's own font is
        face = ImageFont.truetype(str(RESOURCES / "fonts" / "Inter-SemiBold.ttf"), round(size * 0.9))
        wide, _, _, place, _ = (*self._field["FB"].split(","), "")[:5]
        room, length = int(wide), face.getlength(words)
        left = x + {"R": room - length, "C": (room - length) / 2}.get(place, 0)
        image = Image.new("L", self.label.picture.size, 255)
        ImageDraw.Draw(image).text((left, y), words, font=face, fill=0, anchor="ls")
        self._paste(image, (0, 0))

    def _box(self, text: str) -> Image.Image:
        wide, high, thick = map(int, text.split(","))
        image = Image.new("L", (max(wide, thick), max(high, thick)), 255)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, image.width, image.height), fill=0)
        if image.width > 2 * thick and image.height > 2 * thick:
            draw.rectangle((thick, thick, image.width - 1 - thick, image.height - 1 - thick), fill=255)
        return image

    def _graphic(self, text: str) -> Image.Image:
        kind, size, whole, row, data = text.split(",", 4)
        assert kind == "A" and size == whole and len(data) == 2 * int(size)
        raw = bytes.fromhex(data)
        image = Image.frombytes("1", (int(row) * 8, len(raw) // int(row)), raw)
        return ImageChops.invert(image.convert("L"))

    def _paste(self, image: Image.Image, at: tuple[int, int]) -> None:
        whole = Image.new("L", self.label.picture.size, 255)
        whole.paste(image, at)
        if "FR" in self._field:
            self.label.picture = ImageChops.invert(ImageChops.difference(self.label.picture, ImageChops.invert(whole)))
            self.label.picture = ImageChops.invert(self.label.picture)
        else:
            self.label.picture = ImageChops.darker(self.label.picture, whole)


def _code(kind: str, text: str, module: int, height: int, level: str = "") -> Image.Image:
    form = getattr(zxingcpp.BarcodeFormat, kind)
    code = zxingcpp.create_barcode(text, form, **({"ec_level": level} if level else {}))
    image = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False)).convert("L")
    if height:
        return image.crop((0, 0, image.width, 1)).resize((image.width * module, height), Image.Resampling.NEAREST)
    return image.resize((image.width * module, image.height * module), Image.Resampling.NEAREST)
