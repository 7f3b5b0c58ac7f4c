"""Reads files with mistakes in them and says what went wrong."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch_console import plugins
from dispatch_console.adapters.sources.files.encodings import REPLACED
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import IncomingOrder, Reading
from dispatch_console.ports import OrderSource, SourceOptions
from tests.fuzz import mutations
from tests.fuzz.mutations import Sample

HERE = SourceOptions("Europe/Helsinki", "FI")
# a file of some kilobytes
LONGEST_S = 10.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with one file, and the seed that makes it again."""

    seed: int
    kind: str
    what: str


def run(folder: Path, first: int, count: int) -> Iterator[Fault]:
    """Read one file of each seed."""
    samples = mutations.samples()
    whole = {sample.name: _orders(_source(sample).read(mutations.written(folder, sample, sample.raw), HERE))
             for sample in samples}  # fmt: skip
    for seed in range(first, first + count):
        dice = random.Random(seed)
        sample = dice.choice(samples)
        yield from _one(folder, seed, sample, dice, whole[sample.name])


def _one(
    folder: Path, seed: int, sample: Sample, dice: random.Random, good: dict[str, IncomingOrder]
) -> Iterator[Fault]:
    spared: set[str] | None = None
    if sample.rows is not None and dice.random() < 0.6:
        raw, place = mutations.in_one_row(sample, dice)
        spared = set(good) - _touched(sample, place)
    elif sample.name.endswith((".xlsx", ".ods")) and dice.random() < 0.6:
        raw = mutations.in_archive(sample.raw, dice)
    elif sample.name.endswith(".json") and dice.random() < 0.6:
        raw = mutations.in_one_order(sample.raw, dice)
        spared = set(list(good)[1:])
    else:
        raw = mutations.in_bytes(sample.raw, dice)
    file = mutations.written(folder, sample, raw)
    begun = time.monotonic()
    try:
        source = _source(sample)
        source.recognises(file)
        reading = source.read(file, HERE)
    except BadInput:
        reading = None
    # whatever is raised is what is looked for
    except Exception as error:
        yield Fault(seed, sample.name, f"{type(error).__name__}: {error}")
        return
    if time.monotonic() - begun > LONGEST_S:
        yield Fault(seed, sample.name, f"{time.monotonic() - begun:.0f} s")
    if reading is None:
        return
    if any(REPLACED in f"{order.customer_name}{order.address}" for order in reading.orders):
        yield Fault(seed, sample.name, "a sign that cannot be read stands in a name or an address")
    read = _orders(reading)
    lost = [number for number in sorted(spared or ()) if _content(read.get(number)) != _content(good[number])]
    if lost:
        yield Fault(seed, sample.name, f"not as before, though nothing of them was changed: {', '.join(lost)}")


def _touched(sample: Sample, place: int) -> set[str]:
    """Return the numbers of the order that a record belongs to, and of its neighbours: a record may change hands."""
    assert sample.rows is not None
    numbers = [row[0] for row in sample.rows]
    return {number for number in (numbers[place - 1], numbers[place], *numbers[place + 1 : place + 2]) if number}


def _content(order: IncomingOrder | None) -> IncomingOrder | None:
    return replace(order, row=0) if order is not None else None


def _orders(reading: Reading) -> dict[str, IncomingOrder]:
    return {order.number: order for order in reading.orders}


def _source(sample: Sample) -> OrderSource:
    source: OrderSource = plugins.load("sources", sample.kind)()
    return source
