"""From a file to a reading: which format it is, and which column means what. Screens and command line share it."""

from pathlib import Path

from dispatch_console import plugins
from dispatch_console.application import importing
from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.incoming import Reading
from dispatch_console.ports import OrderSource, SourceOptions
from dispatch_console.settings import Settings


def recognise(file: Path, kind: str | None = None) -> OrderSource:
    """The reader for a file. Errors: BadInput `file.missing`, `file.unknown`, `plugin.unknown`."""
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
    raise BadInput("file.unknown", file=file.name)


def read(
    desk: Desk, settings: Settings, source: OrderSource, file: Path, mapping: dict[str, str] | None = None
) -> Reading:
    """Read a file, with the mapping that was given, else the one remembered for its columns."""
    find_header = getattr(source, "header", None)
    header = find_header(file) if find_header else []
    if header and mapping:
        desk.do_now(importing.remember_mapping, header, file.stem, mapping)
    elif header:
        mapping = desk.ask_now(importing.remembered_mapping, header)
    return source.read(file, SourceOptions(settings.zone, settings.country, mapping))
