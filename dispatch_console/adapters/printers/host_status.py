"""What a printer answers to `~HS`: three lines between STX and ETX.

Source: ZPL II Programming Guide (Zebra), `~HS` Host Status Return.
"""

from dataclasses import dataclass

from dispatch_console.domain.papers.label_printer import PrinterState

ASK = b"~HS"
STX, ETX = b"\x02", b"\x03"
LINES = 3
# fields of the first and the second line
_FIRST, _SECOND = 12, 11


@dataclass(frozen=True, slots=True)
class HostStatus:
    """`waiting`: labels that are not printed yet. `half_format`: it holds the beginning of a label that never ended."""

    state: PrinterState
    waiting: int
    half_format: bool


def read(answer: bytes) -> HostStatus | None:
    """Return what a whole answer says; None for anything else."""
    lines = [part.partition(ETX)[0].decode("ascii", "replace").split(",") for part in answer.split(STX)[1:]]
    if len(lines) != LINES or not answer.rstrip().endswith(ETX):
        return None
    first, second, _ = lines
    if len(first) < _FIRST or len(second) < _SECOND:
        return None
    flags = (
        (first[1], PrinterState.PAPER_OUT),
        (second[2], PrinterState.HEAD_OPEN),
        (second[3], PrinterState.RIBBON_OUT),
    )
    state = next((state for flag, state in flags if flag == "1"), None)
    if state is None:
        state = PrinterState.PAUSED if first[2] == "1" else PrinterState.READY
    return HostStatus(state, _number(first[4]) + _number(second[8]), first[7] == "1")


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0
