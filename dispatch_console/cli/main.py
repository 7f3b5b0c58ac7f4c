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
from dispatch_console.cli.arguments import ArgumentParser
from dispatch_console.domain.errors import DispatchError, Unavailable
from dispatch_console.language import ENGLISH, tr, use
from dispatch_console.settings import Settings

log = logging.getLogger(__name__)

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
COORDINATES = re.compile(r"-[\d.]+,\s*-?[\d.]+")
# module by command: each loads only what it needs, and the windows none of them
COMMANDS = {
    "import": "import_file",
    "quarantine": "quarantine",
    "orders": "list_orders",
    "plan": "plan_day",
    "manifest": "manifest",
    "labels": "order_papers",
    "slip": "order_papers",
    "invoice": "order_papers",
    "proof": "proofs",
    "dispute": "proofs",
    "day": "day_command",
    "sheets": "sheets",
    "outbox": "outbox_run",
    "message": "message_command",
    "doctor": "doctor",
    "demo": "demo",
    "region": "region",
    "solve": "solve",
    "backup": "back_up",
    "restore": "restore",
    "audit": "audit",
    "settings": "settings_command",
    "source": "source_command",
    "door": "door",
    "customer": "customer_command",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code: 0 done, 1 refused, 2 usage."""
    private_files.from_now_on()
    _speak(arguments)
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
        use(settings.language)
        if chosen.database and "@" in chosen.database:
            _warn_of_password(chosen.database)
        if chosen.command is None:
            return _open_console(settings)
        answer: Answer = import_module(f"dispatch_console.cli.{COMMANDS[chosen.command]}").run(settings, chosen)
        if answer.rows is not None and answer.document is not None:
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
    except BrokenPipeError:
        raise
    except Exception as error:
        log.exception("%s failed", chosen.command)
        sentence = tr("This should not happen: {name}: {error}.", name=type(error).__name__, error=error)
        if chosen.json and not begun:
            _print_json({"error": {"code": "unexpected", "message": sentence}})
        print(sentence, file=sys.stderr)
        return 1
    if chosen.json:
        if answer.document is not None:
            _print_json(answer.document)
    else:
        print("\n".join(answer.lines))
    return answer.exit_code


def _speak(arguments: Sequence[str]) -> None:
    """Speak the station's language before the arguments are read: --help is a text for people too."""
    peek = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    peek.add_argument("--data-dir", type=Path)
    try:
        use(station.load(peek.parse_known_args(arguments)[0].data_dir).language)
    except (DispatchError, argparse.ArgumentError):
        # said where the settings are read for the command itself
        use(ENGLISH)


def _warn_of_password(address: str) -> None:
    # a second of imports that a console without such an address does not need before its window
    from dispatch_console.store.engine import password_of

    if password_of(address):
        print(texts.sentence("database.password_seen", {}), file=sys.stderr)


def _open_console(settings: Settings) -> int:
    """Open the windows. Imported only now, so that commands need no screen and start fast."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in SCREENS):
        raise Unavailable("screen.none")
    from dispatch_console.app import run_console

    return run_console(settings)


def _print_json(document: object) -> None:
    """Print UTF-8 whatever the terminal speaks; half a character of somebody's file becomes an escape."""
    _write(json.dumps(document, ensure_ascii=False, default=_plain) + "\n")
    sys.stdout.flush()


def _write(text: str) -> None:
    written = text.encode("utf-8", "backslashreplace")
    if not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(written.decode())
        return
    sys.stdout.buffer.write(written)


def _print_rows(document: dict[str, object], lines: Sequence[str], rows: Rows, *, as_json: bool) -> None:
    """Print the same document as at once: its last key holds the rows, one to a line."""
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


def _parser() -> ArgumentParser:
    shared = ArgumentParser(add_help=False)
    # suppressed: a default of the inner command would undo what was said before it, as in `sheets --json read`
    told = tr("answer with one JSON document")
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=told)
    parser = ArgumentParser(prog="dispatch-console", description=tr("A warehouse delivers its own orders."))
    parser.add_argument("--data-dir", type=Path, help=tr("station settings, local database, regions"))
    parser.add_argument("--database", help=tr("address of a shared Postgres server"))
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(dest="command")

    entry = commands.add_parser("import", parents=[shared], help=tr("read an order file"))
    entry.add_argument("file", type=Path)
    entry.add_argument("--source", help=tr("the file's kind, where it should not be recognised"))
    entry.add_argument("--mapping", type=Path, help=tr("JSON file: column → field"))
    entry.add_argument("--zone", help=tr("in which zone its times are, as Europe/Helsinki; else the depot's"))
    entry.add_argument("--encoding", help=tr("in which encoding it is, as cp1250; else found out"))
    entry.add_argument("--dry-run", action="store_true", help=tr("say what would happen, write nothing"))

    entry = commands.add_parser("quarantine", parents=[shared], help=tr("rows of files that wait"))
    entry.add_argument("action", nargs="?", choices=["list", "export"], default="list")
    entry.add_argument("file", nargs="?", type=Path, help=tr("where they are written as they came, with the reason"))
    entry.add_argument("--source", help=tr("of this kind of file only"))

    entry = commands.add_parser("orders", parents=[shared], help=tr("list orders"))
    entry.add_argument("--number")
    entry.add_argument("--stage")
    entry.add_argument("--day", type=date.fromisoformat)
    entry.add_argument("--source")
    entry.add_argument("--limit", type=_count, default=100)
    entry.add_argument("--offset", type=_count, default=0)

    entry = commands.add_parser("plan", parents=[shared], help=tr("plan the routes of a day"))
    entry.add_argument("--day", "--date", dest="day", type=date.fromisoformat, required=True)
    entry.add_argument("--seconds", type=_seconds, default=10.0)
    entry.add_argument("--depot", default="")
    entry.add_argument("--publish", action="store_true")
    entry.add_argument(
        "--stability", type=_count, default=0, metavar="SECONDS", help=tr("price of moving a stop to another departure")
    )

    entry = commands.add_parser("manifest", parents=[shared], help=tr("print the routes of a day"))
    entry.add_argument("--day", "--date", dest="day", type=date.fromisoformat, required=True)
    entry.add_argument("--route", help=tr("only this one"))
    entry.add_argument("--out", type=Path, help=tr("folder for the PDFs"))

    for name, words in (
        ("labels", tr("print the labels of an order")),
        ("slip", tr("print the packing slip of an order")),
        ("invoice", tr("print the invoice of an order")),
    ):
        entry = commands.add_parser(name, parents=[shared], help=words)
        entry.add_argument("--out", type=Path, help=tr("folder for the files"))
        if name == "labels":
            which = entry.add_mutually_exclusive_group(required=True)
            which.add_argument("--order", "--number", dest="number", default="", help=tr("its number"))
            which.add_argument("--day", type=date.fromisoformat, help=tr("of all sealed orders of a day's routes"))
            entry.add_argument("--route", default="", help=tr("only this one"))
            entry.add_argument("--format", choices=["pdf", "zpl"], default="pdf")
        else:
            entry.add_argument("--order", "--number", dest="number", required=True, help=tr("its number"))

    entry = commands.add_parser("proof", parents=[shared], help=tr("print proofs of delivery"))
    which = entry.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--order", dest="numbers", nargs="+", action="extend", default=[], metavar="N", help=tr("their numbers")
    )
    which.add_argument("--day", type=date.fromisoformat, help=tr("of all that was handed over on a day"))
    form = entry.add_mutually_exclusive_group()
    form.add_argument("--one", action="store_true", help=tr("all in one file"))
    form.add_argument("--zip", action="store_true", help=tr("a file each, in one zip"))
    entry.add_argument("--out", type=Path, help=tr("folder for the files"))
    entry = commands.add_parser("dispute", parents=[shared], help=tr("write all that is known of an order into a zip"))
    entry.add_argument("--order", dest="number", required=True, metavar="N")
    entry.add_argument("--out", type=Path, help=tr("folder for the files"))
    entry = commands.add_parser("sheets", parents=[shared], help=tr("read signed sheets"))
    actions = entry.add_subparsers(dest="what", required=True)
    command = actions.add_parser("read", parents=[shared], help=tr("from PDF, PNG, JPEG or TIFF, and file them"))
    command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    command.add_argument("--crops", type=Path, help=tr("folder for a picture of each signature"))
    entry = commands.add_parser("day", parents=[shared], help=tr("close a day"))
    actions = entry.add_subparsers(dest="what", required=True)
    command = actions.add_parser("close", parents=[shared], help=tr("close it, or say what is open"))
    command.add_argument("--day", type=date.fromisoformat, required=True)
    command.add_argument("--dry-run", action="store_true", help=tr("only say what is open"))

    entry = commands.add_parser("message", parents=[shared], help=tr("what a customer would be told"))
    entry.add_argument("what", choices=["preview"])
    entry.add_argument("--order", dest="number", required=True, metavar="N")
    entry.add_argument("--kind", required=True, metavar="K")
    entry.add_argument("--channel", choices=["email", "sms"], default="email")
    entry.add_argument("--language", metavar="L")
    entry = commands.add_parser("outbox", parents=[shared], help="messages")
    entry.add_argument("action", choices=["run"])
    entry.add_argument("--once", action="store_true", help=tr("send what is due and stop"))
    entry.add_argument("--workers", type=int, choices=range(1, 17), default=1, metavar="N", help=tr("how many at once"))

    entry = commands.add_parser("demo", parents=[shared], help=tr("play a day with invented orders"))
    entry.add_argument("--day", type=date.fromisoformat, help=tr("today where not given"))
    entry.add_argument("--seconds", type=_seconds, default=10.0, help=tr("time for planning"))
    entry.add_argument(
        "--papers", type=Path, help=tr("print the papers of a demo day that was played into this folder")
    )
    entry.add_argument("--open", action="store_true", help=tr("open the console on a demo day that was played"))
    entry.add_argument("--pictures", type=Path, help=tr("folder for pictures of its windows, light and dark"))
    entry = commands.add_parser("region", help=tr("map, roads and addresses from an OpenStreetMap extract"))
    _region_arguments(entry, shared)
    entry = commands.add_parser("solve", parents=[shared], help=tr("routes for a problem of your own"))
    entry.add_argument("file", type=Path)
    entry.add_argument("--seconds", type=_seconds, default=10.0)
    entry.add_argument("--threads", type=_count, default=0, help=tr("processes; one per core where not given"))
    entry.add_argument(
        "--format", choices=["vroom", "vrplib", "solomon"], help=tr("recognised by its name where not given")
    )
    entry.add_argument("--seed", type=int, default=1)
    entry = commands.add_parser("backup", parents=[shared], help=tr("write the database into a file"))
    entry.add_argument("--out", type=Path, help=tr("the file; named by the moment where not given"))
    entry = commands.add_parser("restore", parents=[shared], help=tr("put a backup in the place of the database"))
    entry.add_argument("file", type=Path)
    entry.add_argument("--other-site", action="store_true", help=tr("also where the backup is another site's"))
    entry = commands.add_parser("audit", parents=[shared], help=tr("the audit log"))
    entry.add_argument("action", choices=["verify"])
    entry.add_argument(
        "--head", action="append", default=[], help=tr("a mark of the journal, from the foot of a manifest")
    )
    entry.add_argument(
        "--backup", type=Path, action="append", default=[], help=tr("a backup whose journal is compared")
    )
    entry = commands.add_parser("settings", help=tr("what differs from station to station"))
    actions = entry.add_subparsers(dest="action", required=True)
    actions.add_parser("list", parents=[shared], help=tr("all of them"))
    command = actions.add_parser("get", parents=[shared], help=tr("one of them"))
    command.add_argument("key")
    command = actions.add_parser(
        "set", parents=[shared], help=tr("another value; a secret is read from standard input")
    )
    command.add_argument("key")
    command.add_argument("value", nargs="?")
    entry = commands.add_parser("source", help=tr("live order systems"))
    _source_arguments(entry, shared)
    _door_arguments(
        commands.add_parser("door", parents=[shared], help=tr("answer shops and customers, until ended")), shared
    )
    _customer_arguments(commands.add_parser("customer", help=tr("the customer of an order")), shared)
    commands.add_parser("doctor", parents=[shared], help=tr("check this station"))
    return parser


def _customer_arguments(entry: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = entry.add_subparsers(dest="what", required=True)
    command = actions.add_parser("export", parents=[shared], help=tr("write all that is kept of a person into a file"))
    command.add_argument("--order", dest="number", required=True, metavar="N")
    command.add_argument("file", type=Path)
    command = actions.add_parser("merge", parents=[shared], help=tr("make one customer of two"))
    command.add_argument("--order", dest="number", required=True, metavar="N")
    command.add_argument("--same-as", required=True, metavar="N", help=tr("an order of the same person"))
    command = actions.add_parser("erase", parents=[shared], help=tr("forget a person; this is not taken back"))
    command.add_argument("--order", dest="number", required=True, metavar="N")
    command.add_argument("--sure", action="store_true", help=tr("do it; without this it says what goes"))


def _door_arguments(entry: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    entry.add_argument("--listen", metavar="HOST:PORT", help=tr("where; the settings say it where not given"))
    actions = entry.add_subparsers(dest="what")
    command = actions.add_parser("link", parents=[shared], help=tr("make a link to a customer's or a driver's page"))
    whose = command.add_mutually_exclusive_group(required=True)
    whose.add_argument("--order", dest="number", metavar="N")
    whose.add_argument("--day", type=date.fromisoformat, help=tr("of a driver, with --route"))
    command.add_argument("--kind", default="slot", help="slot, where, proof, survey")
    command.add_argument("--route", default="", help=tr("the letter of the driver"))
    command = actions.add_parser("revoke", parents=[shared], help=tr("take a link back"))
    command.add_argument("url")
    actions.add_parser("check", parents=[shared], help=tr("whether phones can come to the door"))


def _source_arguments(entry: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """Add the actions with their own arguments."""
    actions = entry.add_subparsers(dest="what", required=True)
    actions.add_parser("list", parents=[shared], help=tr("which there are, and when they were read"))
    command = actions.add_parser(
        "add", parents=[shared], help=tr("add or change one; its secret is read from standard input")
    )
    command.add_argument("name")
    command.add_argument("kind")
    command.add_argument(
        "options",
        nargs="*",
        metavar="KEY=VALUE",
        help=tr("address=https://…, what the kind asks for, field.OWN=OURS"),
    )
    command = actions.add_parser("try", parents=[shared], help=tr("show its newest orders; nothing is written"))
    command.add_argument("name")
    command = actions.add_parser("poll", parents=[shared], help=tr("read and tell what is due"))
    command.add_argument("name", nargs="?", default="")
    command.add_argument("--once", action="store_true", help=tr("once, which is always so"))


def _region_arguments(entry: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """Add the actions with their own arguments."""
    actions = entry.add_subparsers(dest="action", required=True)
    command = actions.add_parser("import", parents=[shared], help=tr("build map, roads and addresses from an extract"))
    command.add_argument("file", type=Path)
    command.add_argument("--name", default="", help=tr("the file's name where not given"))
    command.add_argument("--within", type=float, metavar="KM", help=tr("only what lies so near to a depot"))
    actions.add_parser("list", parents=[shared], help=tr("what is installed"))
    command = actions.add_parser("remove", parents=[shared], help=tr("delete a region"))
    command.add_argument("name")
    command = actions.add_parser("find", parents=[shared], help=tr("look an address up"))
    command.add_argument("text")
    command.add_argument("--limit", type=_count, default=5)
    command = actions.add_parser("route", parents=[shared], help=tr("the way between two places"))
    command.add_argument("start", metavar="LAT,LON")
    command.add_argument("end", metavar="LAT,LON")
    command.add_argument("--geometry", action="store_true")
    _outing(command)
    command = actions.add_parser(
        "speeds", parents=[shared], help=tr("speeds by road class and hour that drives taught")
    )
    command.add_argument("--forget", action="store_true", help=tr("go back to free speeds"))
    command = actions.add_parser("calibrate", parents=[shared], help=tr("learn speeds from the vans' own times"))
    command.add_argument("--since", type=date.fromisoformat, help=tr("only drives from this day on"))
    command.add_argument("--dry-run", action="store_true", help=tr("say what would change, write nothing"))
    command = actions.add_parser("matrix", parents=[shared], help=tr("times and distances between places"))
    command.add_argument("file", type=Path, help=tr("JSON list of [lat, lon]"))
    _outing(command)


def _outing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--van", metavar="NAME", help=tr("which van drives; a large panel van where none is named"))
    command.add_argument(
        "--at",
        type=datetime.fromisoformat,
        metavar="YYYY-MM-DDTHH:MM",
        help=tr("when it drives; without a time, what is forbidden at any hour counts as forbidden"),
    )


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(tr("must be a number of seconds, not negative"))
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise argparse.ArgumentTypeError(tr("must not be negative, nor beyond counting"))
    return number
