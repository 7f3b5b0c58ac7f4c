"""A scale at a serial port that speaks MT-SICS: each look asks for the weight of the moment."""

from typing import ClassVar

import serial

from dispatch_console.domain.errors import Unavailable
from dispatch_console.domain.packing.scale import Weighing, read_sics

ASK = b"SI\r\n"
# a scale answers at once or not at all
PATIENCE_S = 0.4
SPEED = 9600


class SicsScale:
    """Entry point `sics`. `where`: the port, with its speed behind a comma where that is not 9,600 baud."""

    kind: ClassVar[str] = "sics"

    def __init__(self, where: str) -> None:
        """Open the port. Errors: Unavailable `scale.away`."""
        port, _, speed = where.partition(",")
        try:
            self._port = serial.Serial(port, int(speed or SPEED), timeout=PATIENCE_S, write_timeout=PATIENCE_S)
        except (serial.SerialException, ValueError, OSError) as error:
            raise Unavailable("scale.away", where=where, detail=_plain(error)) from error
        self._where, self._rest = where, b""

    def read(self) -> Weighing:
        """Return what the scale says now. Errors: Unavailable `scale.away`."""
        try:
            # what it said unasked, or too late, belongs to another moment
            self._port.reset_input_buffer()
            self._port.write(ASK)
            line = self._port.read_until(b"\n")
        except (serial.SerialException, OSError) as error:
            raise Unavailable("scale.away", where=self._where, detail=_plain(error)) from error
        # half a line is none
        return read_sics(line.decode("ascii", "replace") if line.endswith(b"\n") else "")

    def close(self) -> None:
        self._port.close()


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
