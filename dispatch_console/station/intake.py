"""Read an order file: find its format and the meaning of its columns; screens and command line share it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dispatch_console import plugins
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import comparing, importing, rules
from dispatch_console.application.intake.comparing import ImportCheck, ImportCount
from dispatch_console.application.intake.importing import NO_NUMBER, Progress
from dispatch_console.application.intake.quarantine import WaitingRow
from dispatch_console.application.packing import order_doubts, products
from dispatch_console.application.site import depot
from dispatch_console.domain.errors import BadInput, Refused
from dispatch_console.domain.orders.incoming import FileChoices, FileColumns, Problem, Reading
from dispatch_console.domain.packing import scanned
from dispatch_console.ports import CorrectableSource, KeptRows, MappedSource, OrderSource, SourceOptions
from dispatch_console.settings import Settings

# texts of a column that a person sees beside its meaning
SAMPLES = 3


def recognise(file: Path, kind: str | None = None) -> OrderSource:
    """Return the reader for a file. Errors: BadInput `file.missing`, `file.unknown`, `plugin.unknown`."""
    if not file.is_file():
        raise BadInput("file.missing", file=str(file))
    if kind:
        chosen: OrderSource = plugins.load("sources", kind)()
        return chosen
    # the generic reader takes nearly everything, so it is asked last
    for name in sorted(plugins.names("sources"), key=lambda name: name == "generic"):
        source: OrderSource = plugins.load("sources", name)()
        if source.recognises(file):
            return source
    raise BadInput("file.unknown", file=file.name, kinds=tuple(sorted(plugins.names("sources"))))


def zone_of_files(desk: Desk, settings: Settings) -> str:
    """Return the zone of times in a file that names none: the depot's, else the station's."""
    zone = desk.ask_now(depot.depot_zone)
    return zone.key if zone else settings.zone


def read(
    desk: Desk, settings: Settings, source: OrderSource, file: Path, choices: FileChoices
) -> tuple[Reading, FileColumns | None]:
    """Read a file, with the mapping that was given, else the one remembered for its columns. Nothing is written.

    Returns with it what was said of its columns, to be kept with the orders; None where nothing was.
    """
    options, known = _remembering(desk, source, file, _options(desk, settings, source.kind, choices))
    return _with_doubts(desk, source.read(file, options)), _said(known.header, file, choices)


def _with_doubts(desk: Desk, reading: Reading) -> Reading:
    """Return a reading with what it says of products that Products say otherwise, as notices."""
    doubts = desk.ask_now(order_doubts.product_doubts, reading.orders)
    return replace(reading, problems=(*reading.problems, *doubts)) if doubts else reading


def _remembering(
    desk: Desk, source: OrderSource, file: Path, options: SourceOptions
) -> tuple[SourceOptions, FileColumns]:
    """Return the options with what a person said of such a file before, and that."""
    header = source.header(file, options) if isinstance(source, MappedSource) else [f"format: {source.kind}"]
    known = desk.ask_now(importing.remembered, header)
    return (
        replace(
            options,
            mapping=dict(options.mapping or known.mapping) or None,
            usual_day_order=known.day_order,
            usual_decimal_sign=known.decimal_sign,
        ),
        known,
    )


def _said(header: Sequence[str], file: Path, choices: FileChoices) -> FileColumns | None:
    """Return what a person said of a file, to be kept for the next one; None where nothing was said."""
    if not choices.mapping and not choices.day_order and not choices.decimal_sign:
        return None
    mapping = dict(choices.mapping or {})
    return FileColumns(tuple(header), file.stem, mapping, choices.day_order, choices.decimal_sign)


def columns_are_known(desk: Desk, settings: Settings, source: OrderSource, file: Path) -> bool:
    """Return whether a format fixes what its columns mean, or a person said it of a file with the same ones."""
    if not isinstance(source, MappedSource):
        return True
    header = source.header(file, _options(desk, settings, source.kind, FileChoices()))
    return bool(desk.ask_now(importing.remembered, header).mapping)


def _options(desk: Desk, settings: Settings, source: str, choices: FileChoices) -> SourceOptions:
    return SourceOptions(
        zone=choices.zone or zone_of_files(desk, settings),
        country=settings.country,
        mapping=choices.mapping,
        encoding=choices.encoding,
        day_order=choices.day_order,
        decimal_sign=choices.decimal_sign,
        rules=desk.ask_now(rules.of_source, source),
    )


def check(
    desk: Desk,
    settings: Settings,
    file: Path,
    fixes: Mapping[tuple[int, str], str],
    choices: FileChoices,
) -> ImportCheck:
    """Return what taking a file would do; nothing is written. Errors: those of the source, but for missing columns."""
    source = recognise(file)
    header: list[str] = []
    fields: tuple[str, ...] = ()
    options, known = _remembering(desk, source, file, _options(desk, settings, source.kind, choices))
    mapping = dict(options.mapping) if options.mapping else None
    samples: dict[str, tuple[str, ...]] = {}
    if isinstance(source, MappedSource):
        header, fields = list(known.header), source.fields
        samples = source.samples(file, options, SAMPLES)
        mapping = mapping or source.guess(header)
    try:
        reading = _with_doubts(desk, source.read(file, replace(options, mapping=mapping, fixes=fixes)))
    except BadInput as error:
        missing = error.facts.get("missing", ())
        if error.code != "file.columns" or not header or not isinstance(missing, tuple):
            raise
        return ImportCheck(
            Reading(source.kind, ()),
            ImportCount(source=source.kind),
            {},
            header=tuple(header),
            mapping=mapping or {},
            fields=fields,
            missing=missing,
            samples=samples,
        )
    count = desk.ask_now(comparing.compare, reading)
    changes = desk.ask_now(comparing.changes, reading)
    return ImportCheck(
        reading,
        count,
        changes,
        header=tuple(header),
        mapping=mapping or {},
        fields=fields,
        samples=samples,
        said=_said(known.header, file, replace(choices, mapping=mapping)),
    )


def take(desk: Desk, checked: ImportCheck, file: Path, progress: Progress) -> ImportCount:
    """Write a checked file. Errors: Cancelled when `progress` raises it, and then nothing was written."""
    return desk.do_now(importing.take_reading, checked.reading, file.name, progress, checked.said)


# where orders come from that were typed here
BY_HAND = "by hand"


def take_by_hand(
    desk: Desk, settings: Settings, typed: Mapping[str, str], lines: Sequence[Mapping[str, str]]
) -> tuple[ImportCount | None, tuple[Problem, ...]]:
    """Read an order that somebody typed, like a row of a file, and write it where nothing of it is wrong.

    `typed` holds fields of the order, `lines` those of each line. Returns what went in, or what is wrong, by field.
    Errors: Refused `hand.known` where the number was given before.
    """
    source = plugins.load("sources", "generic")()
    lines = [{"item": _product(desk, line), **line} for line in lines]
    assert isinstance(source, CorrectableSource) and isinstance(source, MappedSource)
    whole = {**typed, "number": typed.get("number") or NO_NUMBER}
    rows = tuple((number, {**whole, **line}) for number, line in enumerate(lines or [{}], 1))
    header = tuple(dict.fromkeys((*source.fields, *whole)))
    mapping = {name: name for name in source.fields}
    options = _options(desk, settings, BY_HAND, FileChoices(mapping=mapping))
    reading = source.read_rows(KeptRows(header, rows), options)
    said = (replace(one, code=_ON_THE_PAGE.get(one.code, one.code)) for one in reading.problems)
    problems = (*_lacking(typed, lines), *said)
    if problems or not reading.orders:
        return None, problems
    return desk.do_now(importing.take_by_hand, replace(reading, source=BY_HAND)), ()


# what a page says instead of what a file's check says
_ON_THE_PAGE = {
    "window.unreadable": "hand.hours", "day.unreadable": "hand.day", "cell.day": "hand.day",
    "line.quantity_empty": "hand.quantity",
}  # fmt: skip


def _product(desk: Desk, line: Mapping[str, str]) -> str:
    """Return the name of a product that is known by its SKU."""
    known = desk.ask_now(products.product_of, scanned.read(line["sku"])) if line.get("sku") else None
    return known.name if known is not None else ""


def _lacking(typed: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> Iterator[Problem]:
    """Yield what a file may lack and a person can say."""
    if not typed.get("name"):
        yield Problem(1, "name", "", "hand.no_name", blocks=True)
    if not lines or not all(line.get("item") for line in lines):
        yield Problem(1, "item", "", "hand.no_line", blocks=True)


def correct(desk: Desk, settings: Settings, waiting: WaitingRow, fixes: Mapping[tuple[int, str], str]) -> ImportCount:
    """Read a waiting order again with corrected cells, by row and column, and write it where it is right now.

    What is still wrong waits on, with the corrections. Errors: Refused `quarantine.elsewhere` for what only its source
    can correct; those of the source.
    """
    source: OrderSource = plugins.load("sources", waiting.source)()
    if not waiting.cells or not isinstance(source, CorrectableSource):
        raise Refused("quarantine.elsewhere", number=waiting.problem.order_number or "", file=waiting.file)
    cells = {number: dict(row) for number, row in waiting.cells}
    for (number, column), text in fixes.items():
        cells.setdefault(number, {})[column] = text
    rows = tuple((number, {name: text for name, text in row.items() if text}) for number, row in cells.items())
    options = _options(desk, settings, source.kind, waiting.choices)
    header = waiting.header or tuple(waiting.choices.mapping or ())
    reading = source.read_rows(KeptRows(header, rows), options)
    return desk.do_now(importing.take_corrected, reading, waiting.file, (waiting.id,))
