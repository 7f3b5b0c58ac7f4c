"""Arguments, exit codes, and where answers go: JSON on stdout, everything else on stderr."""

import argparse
import json
import logging
import math
import os
import re
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

from dispatch_console import private_files, texts
from dispatch_console import settings as station
from dispatch_console.cli.answer import Answer, Rows
from dispatch_console.domain.errors import DispatchError, Unavailable
from dispatch_console.settings import Settings

log = logging.getLogger(__name__)

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
COORDINATES = re.compile(r"-[\d.]+,\s*-?[\d.]+")
# module by command: each loads only what it needs, and the windows none of them
COMMANDS = {
    "import": "import_file",
    "orders": "list_orders",
    "plan": "plan_day",
    "manifest": "manifest",
    "outbox": "outbox_run",
    "doctor": "doctor",
    "demo": "demo",
    "region": "region",
    "solve": "solve",
    "backup": "back_up",
    "restore": "restore",
    "audit": "audit",
    "settings": "settings_command",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code: 0 done, 1 refused, 2 usage."""
    private_files.from_now_on()
    parser = _parser()
    # west and south begin with a sign that is no option
    arguments = [f" {text}" if COORDINATES.fullmatch(text) else text for text in arguments]
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    # a document that is half written gets no second one behind it
    begun = False
    try:
        settings = station.load(chosen.data_dir, database_url=chosen.database)
        if chosen.database and "@" in chosen.database:
            _warn_of_password(chosen.database)
        if chosen.command is None:
            return _open_console(settings)
        answer: Answer = import_module(f"dispatch_console.cli.{COMMANDS[chosen.command]}").run(settings, chosen)
        if answer.rows is not None:
            begun = True
            with closing(answer.rows.entries):
                _print_rows(answer.document, answer.lines, answer.rows, as_json=chosen.json)
            return answer.exit_code
    except DispatchError as error:
        sentence = texts.explain(error)
        if chosen.json and not begun:
            _print_json({"error": {"code": error.code, "message": sentence}})
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        log.exception("%s failed", chosen.command)
        sentence = f"This should not happen: {type(error).__name__}: {error}."
        if chosen.json and not begun:
            _print_json({"error": {"code": "unexpected", "message": sentence}})
        print(sentence, file=sys.stderr)
        return 1
    if chosen.json:
        _print_json(answer.document)
    else:
        print("\n".join(answer.lines))
    return answer.exit_code


def _warn_of_password(address: str) -> None:
    # a second of imports that a console without such an address does not need before its window
    from dispatch_console.store.engine import password_of

    if password_of(address):
        print(texts.sentence("database.password_seen", {}), file=sys.stderr)


def _open_console(settings: Settings) -> int:
    """The windows. Imported only now, so that commands need no screen and start fast."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SCREENS):
        raise Unavailable("screen.none")
    from dispatch_console.app import run_console

    return run_console(settings)


def _print_json(document: object) -> None:
    """UTF-8 whatever the terminal speaks; half a character of somebody's file becomes an escape."""
    _write(json.dumps(document, ensure_ascii=False, default=_plain) + "\n")
    sys.stdout.flush()


def _write(text: str) -> None:
    written = text.encode("utf-8", "backslashreplace")
    if not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(written.decode())
        return
    sys.stdout.buffer.write(written)


def _print_rows(document: dict[str, object], lines: Sequence[str], rows: Rows, *, as_json: bool) -> None:
    """The same document as at once: its last key holds the rows, one to a line."""
    if not as_json:
        print("\n".join(lines))
        for entry in rows.entries:
            print(rows.line(entry))
        return
    head = json.dumps(document, ensure_ascii=False, default=_plain)
    _write(f"{head[:-1]}, {json.dumps(rows.key)}: [")
    mark = "\n"
    for entry in rows.entries:
        _write(mark + json.dumps(entry, ensure_ascii=False, default=_plain))
        mark = ",\n"
    _write("]}\n")
    sys.stdout.flush()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer with one JSON document")
    parser = argparse.ArgumentParser(prog="dispatch-console", description="A warehouse delivers its own orders.")
    parser.add_argument("--data-dir", type=Path, help="station settings, local database, regions")
    parser.add_argument("--database", help="address of a shared Postgres server")
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(dest="command")

    entry = commands.add_parser("import", parents=[shared], help="read an order file")
    entry.add_argument("file", type=Path)
    entry.add_argument("--source", help="the file's kind, where it should not be recognised")
    entry.add_argument("--mapping", type=Path, help="JSON file: column → field")
    entry.add_argument("--zone", help="in which zone its times are, as Europe/Helsinki; else the depot's")
    entry.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    entry = commands.add_parser("orders", parents=[shared], help="list orders")
    entry.add_argument("--number")
    entry.add_argument("--stage")
    entry.add_argument("--day", type=date.fromisoformat)
    entry.add_argument("--source")
    entry.add_argument("--limit", type=_count, default=100)
    entry.add_argument("--offset", type=_count, default=0)

    entry = commands.add_parser("plan", parents=[shared], help="plan the routes of a day")
    entry.add_argument("--day", "--date", dest="day", type=date.fromisoformat, required=True)
    entry.add_argument("--seconds", type=_seconds, default=10.0)
    entry.add_argument("--depot", default="")
    entry.add_argument("--publish", action="store_true")
    entry.add_argument(
        "--stability", type=_count, default=0, metavar="SECONDS", help="price of moving a stop to another departure"
    )

    entry = commands.add_parser("manifest", parents=[shared], help="print the routes of a day")
    entry.add_argument("--day", "--date", dest="day", type=date.fromisoformat, required=True)
    entry.add_argument("--route", help="only this one")
    entry.add_argument("--out", type=Path, help="folder for the PDFs")

    entry = commands.add_parser("outbox", parents=[shared], help="messages")
    entry.add_argument("action", choices=["run"])
    entry.add_argument("--once", action="store_true", help="send what is due and stop")

    entry = commands.add_parser("demo", parents=[shared], help="play a day with invented orders")
    entry.add_argument("--day", type=date.fromisoformat, help="today where not given")
    entry.add_argument("--seconds", type=_seconds, default=10.0, help="time for planning")
    entry.add_argument("--papers", type=Path, help="print the papers of a demo day that was played into this folder")
    entry.add_argument("--open", action="store_true", help="open the console on a demo day that was played")
    entry.add_argument("--pictures", type=Path, help="folder for pictures of its windows, light and dark")
    entry = commands.add_parser("region", help="map, roads and addresses from an OpenStreetMap extract")
    _region_arguments(entry, shared)
    entry = commands.add_parser("solve", parents=[shared], help="routes for a problem of your own")
    entry.add_argument("file", type=Path)
    entry.add_argument("--seconds", type=_seconds, default=10.0)
    entry.add_argument("--threads", type=_count, default=0, help="processes; one per core where not given")
    entry.add_argument(
        "--format", choices=["vroom", "vrplib", "solomon"], help="recognised by its name where not given"
    )
    entry.add_argument("--seed", type=int, default=1)
    entry = commands.add_parser("backup", parents=[shared], help="write the database into a file")
    entry.add_argument("--out", type=Path, help="the file; named by the moment where not given")
    entry = commands.add_parser("restore", parents=[shared], help="put a backup in the place of the database")
    entry.add_argument("file", type=Path)
    entry.add_argument("--other-site", action="store_true", help="also where the backup is another site's")
    entry = commands.add_parser("audit", parents=[shared], help="the audit log")
    entry.add_argument("action", choices=["verify"])
    entry.add_argument("--head", action="append", default=[], help="a mark of the journal, from the foot of a manifest")
    entry.add_argument("--backup", type=Path, action="append", default=[], help="a backup whose journal is compared")
    entry = commands.add_parser("settings", help="what differs from station to station")
    actions = entry.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[shared], help="all of them")
    command = actions.add_parser("get", parents=[shared], help="one of them")
    command.add_argument("key")
    command = actions.add_parser("set", parents=[shared], help="another value; a secret is read from standard input")
    command.add_argument("key")
    command.add_argument("value", nargs="?")
    commands.add_parser("doctor", parents=[shared], help="check this station")
    return parser


def _region_arguments(entry: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """The actions with their own arguments."""
    actions = entry.add_subparsers(dest="action", required=True)
    command = actions.add_parser("import", parents=[shared], help="build map, roads and addresses from an extract")
    command.add_argument("file", type=Path)
    command.add_argument("--name", default="", help="the file's name where not given")
    command.add_argument("--within", type=float, metavar="KM", help="only what lies so near to a depot")
    actions.add_parser("list", parents=[shared], help="what is installed")
    command = actions.add_parser("remove", parents=[shared], help="delete a region")
    command.add_argument("name")
    command = actions.add_parser("find", parents=[shared], help="look an address up")
    command.add_argument("text")
    command.add_argument("--limit", type=_count, default=5)
    command = actions.add_parser("route", parents=[shared], help="the way between two places")
    command.add_argument("start", metavar="LAT,LON")
    command.add_argument("end", metavar="LAT,LON")
    command.add_argument("--geometry", action="store_true")
    command = actions.add_parser("speeds", parents=[shared], help="speeds by road class and hour that drives taught")
    command.add_argument("--forget", action="store_true", help="go back to free speeds")
    command = actions.add_parser("calibrate", parents=[shared], help="learn speeds from the vans' own times")
    command.add_argument("--since", type=date.fromisoformat, help="only drives from this day on")
    command.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    command = actions.add_parser("matrix", parents=[shared], help="times and distances between places")
    command.add_argument("file", type=Path, help="JSON list of [lat, lon]")


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError("must be a number of seconds, not negative")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise argparse.ArgumentTypeError("must not be negative, nor beyond counting")
    return number
