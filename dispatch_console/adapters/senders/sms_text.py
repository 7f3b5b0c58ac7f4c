"""Texts of SMS as bytes, in the alphabet that they need, and cut into parts (3GPP TS 23.038, 23.040)."""

from dispatch_console.domain.messages.segments import segments

# the code of a sign is its place; places that no sign has hold a space that is never looked for
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
_CODES = {sign: bytes((code,)) for code, sign in enumerate(_BASIC) if sign != "\x1b"} | {
    sign: bytes((0x1B, code)) for sign, code in _EXTENDED.items()
}
_SIGNS = {code[0]: sign for sign, code in _CODES.items() if len(code) == 1}
_SIGNS_EXTENDED = {code: sign for sign, code in _EXTENDED.items()}
GSM, LATIN, UCS2 = 0x00, 0x03, 0x08
_WHOLE, _PART = {GSM: 160, UCS2: 140}, {GSM: 153, UCS2: 134}


def encoded(text: str, reference: int) -> tuple[int, list[bytes]]:
    """Return the data coding of a text and its parts; of several each begins with a header that says which it is.

    `reference`: 0 to 255, the same for all parts of one message.
    """
    coding = UCS2 if segments(text).unicode else GSM
    signs = [_CODES[sign] if coding == GSM else sign.encode("utf-16-be") for sign in text]
    if sum(map(len, signs)) <= _WHOLE[coding]:
        return coding, [b"".join(signs)]
    # a sign of two places is never cut
    parts, room = [b""], _PART[coding]
    for sign in signs:
        if len(parts[-1]) + len(sign) > room:
            parts.append(b"")
        parts[-1] += sign
    return coding, [
        bytes((5, 0, 3, reference % 256, len(parts), number)) + part for number, part in enumerate(parts, 1)
    ]


def decoded(text: bytes, coding: int) -> str:
    """Return the text of what came in; what nobody can read becomes a sign that says so."""
    if coding & 0x0C == UCS2:
        return text.decode("utf-16-be", errors="replace")
    if coding == LATIN:
        return text.decode("latin-1")
    found, escaped = [], False
    for code in text:
        if code == 0x1B and not escaped:
            escaped = True
            continue
        found.append((_SIGNS_EXTENDED if escaped else _SIGNS).get(code, "\ufffd"))
        escaped = False
    return "".join(found)
