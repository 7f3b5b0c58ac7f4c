"""Scales on a real pseudo-terminal and a real pipe: what is no weight is none, and a tare that was left on is seen."""

import os
import pty
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from dispatch_console.adapters.scales.hid import HidScale
from dispatch_console.adapters.scales.sics import SicsScale
from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.domain.packing.scale import Pan, ScaleState, Weighing, read_hid, read_sics
from dispatch_console.station.scale import BenchScale

KG = "S S      2.340 kg\r\n"


@contextmanager
def scale(answers: Sequence[bytes]) -> Iterator[str]:
    """Play a scale at a terminal: each question gets the next answer; the last one stays, until another is put in its
    place.
    """
    ours, theirs = pty.openpty()
    stop = threading.Event()
    left = answers if isinstance(answers, list) else list(answers)

    def play() -> None:
        asked = b""
        while not stop.is_set():
            with suppress(OSError):
                asked += os.read(ours, 64)
            while b"\n" in asked:
                asked = asked.partition(b"\n")[2]
                os.write(ours, left.pop(0) if len(left) > 1 else left[0])
            time.sleep(0.002)

    os.set_blocking(ours, False)
    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        stop.set()
        thread.join()
        for end in (ours, theirs):
            os.close(end)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (KG, Weighing(ScaleState.STABLE, 2340)),
        ("S S    500 g\r\n", Weighing(ScaleState.STABLE, 500)),
        ("S S     82.5 oz\r\n", Weighing(ScaleState.STABLE, 2339)),
        ("S S      5.160 lb\r\n", Weighing(ScaleState.STABLE, 2341)),
        ("S S      2,340 kg\r\n", Weighing(ScaleState.UNREADABLE)),
        ("S S      2.340 stn\r\n", Weighing(ScaleState.UNIT)),
        ("S D      2.351 kg\r\n", Weighing(ScaleState.MOVING)),
        ("S +\r\n", Weighing(ScaleState.OVERLOAD)),
        ("S -\r\n", Weighing(ScaleState.UNDERLOAD)),
        ("S I\r\n", Weighing(ScaleState.NOT_READY)),
        ("ES\r\n", Weighing(ScaleState.FAULT)),
        ("S S     -0.050 kg\r\n", Weighing(ScaleState.NOT_ZERO, -50)),
        ("2.340", Weighing(ScaleState.UNREADABLE)),
        ("", Weighing(ScaleState.SILENT)),
    ],
)
def test_a_line_is_a_weight_or_says_why_it_is_none(line: str, meant: Weighing) -> None:
    assert read_sics(line) == meant


@pytest.mark.parametrize(
    ("report", "meant"),
    [
        ("03 05 02 00 FA 00", Weighing(ScaleState.NOT_ZERO, -250)),
        ("03 04 0C FE 11 03", Weighing(ScaleState.STABLE, 3561)),
        ("03 04 0B FF 6F 04", Weighing(ScaleState.STABLE, 3218)),
        ("03 04 02 00 92 0C", Weighing(ScaleState.STABLE, 3218)),
        ("00 00 00 00 00 00 00 00", Weighing(ScaleState.SILENT)),
        ("03 03 02 00 92 0C", Weighing(ScaleState.MOVING)),
        ("03 06 02 00 92 0C", Weighing(ScaleState.OVERLOAD)),
        ("03 07 02 00 00 00", Weighing(ScaleState.FAULT)),
        ("03 08 02 00 00 00", Weighing(ScaleState.NOT_ZERO)),
        ("03 02 02 00 00 00", Weighing(ScaleState.STABLE, 0)),
        ("03 04 05 00 92 0C", Weighing(ScaleState.UNIT)),
        ("03 09 02 00 92 0C", Weighing(ScaleState.UNREADABLE)),
        ("07 04 02 00 92 0C", Weighing(ScaleState.UNREADABLE)),
        ("03 04", Weighing(ScaleState.SILENT)),
    ],
)
def test_a_report_is_a_weight_or_says_why_it_is_none(report: str, meant: Weighing) -> None:
    assert read_hid(bytes.fromhex(report)) == meant


def test_a_weight_is_taken_once_the_empty_pan_has_shown_zero() -> None:
    pan, heavy = Pan(), Weighing(ScaleState.STABLE, 2290)
    # a parcel lies on it already: nobody knows what the empty pan would show
    assert pan.take(heavy).state is ScaleState.NOT_EMPTIED
    pan.see(Weighing(ScaleState.NOT_ZERO, -50))
    assert pan.take(heavy).state is ScaleState.NOT_EMPTIED
    pan.see(Weighing(ScaleState.STABLE, 1))
    assert pan.take(Weighing(ScaleState.MOVING)).state is ScaleState.MOVING
    assert pan.take(heavy) == heavy
    assert pan.take(heavy).state is ScaleState.NOT_EMPTIED, "the next parcel is another one"


def at_the_port(answers: Sequence[str], look: Callable[[SicsScale], object]) -> None:
    with scale([answer.encode() for answer in answers]) as port:
        made = SicsScale(port)
        try:
            look(made)
        finally:
            made.close()


def test_a_scale_at_a_port_is_asked_and_old_answers_are_not_believed() -> None:
    def look(made: SicsScale) -> None:
        assert made.read() == Weighing(ScaleState.STABLE, 2340)
        # half a line, and silence
        assert made.read().state is ScaleState.SILENT
        assert made.read().state is ScaleState.SILENT
        # two lines in one answer: the first is the one that was asked for
        assert made.read() == Weighing(ScaleState.STABLE, 1000)
        assert made.read() == Weighing(ScaleState.STABLE, 3000)

    at_the_port([KG, "S S   2.3", "", "S S      1.000 kg\r\nS S      9.000 kg\r\n", "S S      3.000 kg\r\n"], look)


def test_a_scale_that_is_not_there_says_where_it_was_looked_for(tmp_path: Path) -> None:
    for made in (lambda: SicsScale("/dev/no-such-port"), lambda: HidScale(str(tmp_path / "hidraw9"))):
        with pytest.raises(Unavailable) as error:
            made()
        assert error.value.code == "scale.away"


def test_a_hid_scale_reports_by_itself_and_the_newest_counts(tmp_path: Path) -> None:
    pipe = tmp_path / "hidraw0"
    os.mkfifo(pipe)
    made = HidScale(str(pipe))
    writer = os.open(pipe, os.O_WRONLY)
    try:
        for weight in (1000, 2000, 3218):
            os.write(writer, bytes([3, 4, 2, 0]) + weight.to_bytes(2, "little") + b"\0\0")
        assert made.read() == Weighing(ScaleState.STABLE, 3218)
        assert made.read().state is ScaleState.SILENT
        os.close(writer)
        with pytest.raises(Unavailable):
            made.read()
    finally:
        made.close()


def test_the_scale_of_a_bench_is_named_in_the_settings_and_comes_back_after_it_was_unplugged() -> None:
    for named in ("", "sics", "sics:", "odd:/dev/x"):
        with pytest.raises(BadInput):
            BenchScale(named)
    away = BenchScale("sics:/dev/no-such-port")
    with pytest.raises(Unavailable):
        away.look()
    away.close()
    with scale([b"S S      0.000 kg\r\n", b"S S      2.340 kg\r\n"]) as port:
        bench = BenchScale(f"sics:{port}")
        try:
            assert bench.look().grams == 0
            assert bench.take() == Weighing(ScaleState.STABLE, 2340)
            assert bench.take().state is ScaleState.NOT_EMPTIED
        finally:
            bench.close()
