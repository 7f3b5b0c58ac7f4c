"""Write the two sounds of the bench into resources/sounds: a short high tone for right, a low double buzz for wrong."""

import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path

RATE = 44_100
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"


def tone(seconds: float, height: Callable[[float], float]) -> list[float]:
    """Return samples between -1 and 1, faded at both ends so that nothing clicks."""
    count = int(seconds * RATE)
    fade = int(0.004 * RATE)
    return [height(at / RATE) * min(1.0, at / fade, (count - at) / fade) for at in range(count)]


def right() -> list[float]:
    return tone(0.09, lambda at: 0.7 * math.sin(2 * math.pi * 1568 * at) * math.exp(-18 * at))


def wrong() -> list[float]:
    def buzz(at: float) -> float:
        # its odd overtones carry through a hall
        return 0.6 * sum(math.sin(2 * math.pi * 196 * odd * at) / odd for odd in (1, 3, 5, 7))

    return [*tone(0.2, buzz), *([0.0] * int(0.06 * RATE)), *tone(0.28, buzz)]


def write(name: str, samples: list[float]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with wave.open(str(FOLDER / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", round(32_000 * sample)) for sample in samples))


if __name__ == "__main__":
    write("right.wav", right())
    write("wrong.wav", wrong())
