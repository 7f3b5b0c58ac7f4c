"""Units of SMPP 3.4 as bytes, as far as an SMS needs them (Short Message Peer to Peer Protocol v3.4, issue 1.2).

Own code: the library that is kept, `smpplib`, loses the last sign of a receipt's id where no zero byte ends it, and
reads a unit that was cut off as another one. Its bytes are compared with ours by test.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

HEADER = struct.Struct(">IIII")
# nobody sends a longer one; whoever does speaks something else
LONGEST = 64 * 1024
VERSION = 0x34
# of an international number, and of a name of letters
INTERNATIONAL, ALPHANUMERIC, ISDN, UNKNOWN = 1, 5, 1, 0
UDHI, RECEIPT = 0x40, 0x04
TLV_RECEIPTED_ID, TLV_STATE, TLV_PAYLOAD = 0x001E, 0x0427, 0x0424


class Command(IntEnum):
    NACK = 0x80000000
    BIND = 0x00000009
    SUBMIT = 0x00000004
    DELIVER = 0x00000005
    UNBIND = 0x00000006
    ENQUIRE = 0x00000015


ANSWER = 0x80000000


class Status(IntEnum):
    """Of the many those that mean something here."""

    OK = 0x00
    ALREADY_BOUND = 0x05
    SYSTEM = 0x08
    BAD_SOURCE = 0x0A
    BAD_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    BAD_PASSWORD = 0x0E
    BAD_SYSTEM_ID = 0x0F
    QUEUE_FULL = 0x14
    # as a receiver: tell it later again, or never
    LATER = 0x64
    NEVER = 0x65
    UNKNOWN_COMMAND = 0x03
    THROTTLED = 0x58


class NotUnderstood(ValueError):
    """Bytes that are no unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    command: int
    status: int
    sequence: int
    body: bytes = b""

    def encoded(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the other side hands over: a receipt, or what somebody wrote. `more` are its optional parameters."""

    source: str
    destination: str
    esm_class: int
    data_coding: int
    text: bytes
    more: Mapping[int, bytes]

    @property
    def is_receipt(self) -> bool:
        return bool(self.esm_class & RECEIPT) or TLV_RECEIPTED_ID in self.more


def _string(text: str, most: int) -> bytes:
    """Return a text that ends with a zero. Errors: NotUnderstood where it is too long or not ASCII."""
    try:
        plain = text.encode("ascii")
    except UnicodeEncodeError as error:
        raise NotUnderstood(text) from error
    if len(plain) >= most or b"\0" in plain:
        raise NotUnderstood(text)
    return plain + b"\0"


def bind(system_id: str, password: str) -> bytes:
    """Return the body of a bind as transceiver."""
    return (
        _string(system_id, 16) + _string(password, 9) + _string("", 13)
        + bytes((VERSION, UNKNOWN, UNKNOWN)) + _string("", 41)
    )  # fmt: skip


def submit(
    source: str,
    destination: str,
    text: bytes,
    *,
    data_coding: int,
    udhi: bool,
    validity: str,
    wants_receipt: bool = True,
) -> bytes:
    """Return the body of a message. `validity`: relative time as `000000012345000R`, empty for as long as they like."""
    is_name = any(sign.isalpha() for sign in source)
    ton, npi = (ALPHANUMERIC, UNKNOWN) if is_name else (INTERNATIONAL, ISDN)
    if len(text) > 254:
        raise NotUnderstood(f"{len(text)} bytes")
    return (
        _string("", 6)
        + bytes((ton, npi)) + _string(source.lstrip("+"), 21)
        + bytes((INTERNATIONAL, ISDN)) + _string(destination.lstrip("+"), 21)
        + bytes((UDHI if udhi else 0, 0, 0)) + _string("", 17) + _string(validity, 17)
        + bytes((1, 0, data_coding, 0, len(text))) + text
    )  # fmt: skip


def relative(seconds: int) -> str:
    """Return a span as SMPP writes it: years, months, days, hours, minutes, seconds."""
    minutes, rest = divmod(max(1, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"0000{min(days, 30):02}{hours:02}{minutes:02}{rest:02}000R"


def message_id(body: bytes) -> str:
    """Return the id in the answer to a message. Some leave the zero out, some send nothing."""
    return body.partition(b"\0")[0].decode("latin-1").strip()


def delivered(body: bytes) -> Delivered:
    """Read what is handed over. Errors: NotUnderstood for one that is cut off."""
    reader = _Reader(body)
    reader.string()
    reader.take(2)
    source = reader.string()
    reader.take(2)
    destination = reader.string()
    esm_class = reader.byte()
    reader.take(2)
    reader.string()
    reader.string()
    reader.take(2)
    data_coding = reader.byte()
    reader.take(1)
    text = reader.take(reader.byte())
    more: dict[int, bytes] = {}
    while reader.left:
        tag, length = struct.unpack(">HH", reader.take(4))
        more[tag] = reader.take(length)
    return Delivered(source, destination, esm_class, data_coding, more.get(TLV_PAYLOAD, text), more)


class _Reader:
    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    @property
    def left(self) -> int:
        return len(self._body) - self._at

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise NotUnderstood("cut off")
        self._at += count
        return self._body[self._at - count : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def string(self) -> str:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise NotUnderstood("a text without an end")
        return self.take(end - self._at + 1)[:-1].decode("latin-1")
