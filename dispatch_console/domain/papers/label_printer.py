"""What a label printer says of itself, and what became of a label that was sent to it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class PrinterState(StrEnum):
    """`SILENT`: it did not answer in time, as printers do that have no paper."""

    READY = "ready"
    PAPER_OUT = "paper_out"
    RIBBON_OUT = "ribbon_out"
    HEAD_OPEN = "head_open"
    PAUSED = "paused"
    SILENT = "silent"
    # the connection ended while the label was on its way
    BROKEN_OFF = "broken_off"


# it says itself that it cannot print now
STOPPED = frozenset({PrinterState.PAPER_OUT, PrinterState.RIBBON_OUT, PrinterState.HEAD_OPEN, PrinterState.PAUSED})


class Delivery(StrEnum):
    """What is known of a label on paper. `SENDING` stays where the program ended in between: it may be printed."""

    SENDING = "sending"
    PRINTED = "printed"
    UNSURE = "unsure"
    FAILED = "failed"


# there may be such a label, so that another one of that parcel is asked about
MAYBE = frozenset({Delivery.SENDING, Delivery.UNSURE})


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of bytes that were sent. `state`: what the printer said last."""

    delivery: Delivery
    state: PrinterState


@dataclass(frozen=True, slots=True)
class PrintedLabels:
    """`file` holds all labels of an order, a page each. `printer` and `sent` where a label printer was told; `slip`
    where the one in the box was no longer true.
    """

    file: Path
    pages: int
    print_number: int
    printer: str = ""
    sent: Sent | None = None
    slip: Path | None = None

    @property
    def is_printed(self) -> bool:
        """Return whether the labels are on paper, as far as this program can know."""
        return self.sent is None or self.sent.delivery is Delivery.PRINTED
