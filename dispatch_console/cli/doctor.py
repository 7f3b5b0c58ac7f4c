"""`doctor`: is everything here that this station needs?"""

import argparse
import asyncio
import os
import shutil
from collections.abc import Callable

from sqlalchemy import text

from dispatch_console import texts
from dispatch_console.adapters.senders.smtp import reach
from dispatch_console.adapters.solvers.cluster import open_cluster
from dispatch_console.application.messages import backlog
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.papers.label_printer import PrinterState
from dispatch_console.language import decimal, plural, tr
from dispatch_console.paths import RESOURCES
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk
from dispatch_console.store.grants import journal_is_guarded
from dispatch_console.store.station_clock import TOLERABLE, ahead
from dispatch_console.store.station_lock import somebody_sends

Check = tuple[bool, str, str]


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    checks = {
        "data directory": _data_dir,
        "free disk": _disk,
        "resources": _resources,
        "database": _database,
        "journal": _journal,
        "clock": _clock,
        "mail server": _mail,
        "label printer": _label_printer,
        "planning cluster": _cluster,
    }
    results = [_one(name, check, settings) for name, check in checks.items()]
    healthy = all(entry["ok"] for entry in results)
    lines = [f"{'ok ' if entry['ok'] else 'BAD'} {entry['name']}: {entry['detail']}" for entry in results]
    return Answer({"healthy": healthy, "checks": results}, tuple(lines), 0 if healthy else 1)


def _one(name: str, check: Callable[[Settings], Check], settings: Settings) -> dict[str, object]:
    try:
        ok, detail, remedy = check(settings)
    except DispatchError as error:
        ok, detail, remedy = False, texts.explain(error), tr("run `make setup`, or see the log file")
    return {"name": name, "ok": ok, "detail": detail, "remedy": remedy or None}


def _data_dir(settings: Settings) -> Check:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    writable = os.access(settings.data_dir, os.W_OK)
    return writable, str(settings.data_dir), "" if writable else tr("choose another --data-dir")


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.data_dir).free
    return free > 500_000_000, tr("{free} MB free", free=free // 1_000_000), tr("make room: at least 500 MB are needed")


def _resources(settings: Settings) -> Check:
    missing = [name for name in ("fonts", "icons", "map", "sounds", "templates") if not (RESOURCES / name).is_dir()]
    return not missing, str(RESOURCES), tr("install the program again") if missing else ""


def _database(settings: Settings) -> Check:
    with open_desk(settings) as desk:
        version = desk.ask_now(lambda session: session.scalar(text("show server_version")))
    return (
        True,
        tr(
            "Postgres {version}, {where}", version=version, where=tr("shared") if settings.database_url else tr("local")
        ),
        "",
    )


def _journal(settings: Settings) -> Check:
    """Check whether this station's account could rewrite the journal, which `audit verify` would find."""
    with open_desk(settings) as desk:
        guarded = desk.ask_now(lambda session: journal_is_guarded(session.connection()))
    if guarded:
        return True, tr("this station can add to it and change nothing of it"), ""
    return True, tr("this station's account owns its tables and could rewrite it"), tr("see installer/shared_roles.sql")


def _clock(settings: Settings) -> Check:
    with open_desk(settings) as desk:
        off = desk.ask_now(ahead).total_seconds()
    detail = tr("{off} s {tr} the database's", off=decimal(abs(off), 0), tr=tr("ahead of") if off > 0 else "behind")
    return abs(off) <= TOLERABLE.total_seconds(), detail, tr("set this computer's clock: let it follow a time server")


def _mail(settings: Settings) -> Check:
    """Check whether messages can be sent from here. Without a mail server all else works: it fails when messages are
    due.
    """
    with open_desk(settings) as desk:
        due = desk.ask_now(backlog.overdue, desk.clock())
        elsewhere = desk.ask_now(somebody_sends)
    waiting = plural("{count} message due", "{count} messages due", due)
    if not settings.smtp_host:
        detail = tr("another station sends") if elsewhere else tr("not set up here: messages wait in the outbox")
        return elsewhere or not due, f"{detail}, {waiting}", tr("settings set smtp_host NAME")
    try:
        asyncio.run(reach(settings))
    except DispatchError as error:
        return (
            False,
            tr("nothing can be sent, {waiting}: {error}", waiting=waiting, error=texts.explain(error)),
            tr("settings list shows the mail settings"),
        )
    detail = tr(
        "{smtp_host}:{smtp_port} answers, {waiting}",
        smtp_host=settings.smtp_host,
        smtp_port=settings.smtp_port,
        waiting=waiting,
    )
    return True, detail, tr("outbox run --once sends what is due now") if due else ""


def _label_printer(settings: Settings) -> Check:
    """Check what the label printer says of itself; without one labels are a PDF, which is no fault."""
    # fonts and pictures that no other check needs
    from dispatch_console.station.label_printing import label_printer, require_ready

    if not settings.label_printer:
        return True, tr("not set up here: labels are a PDF for an office printer"), ""
    state = label_printer(settings.label_printer).look()
    require_ready(state, settings.label_printer)
    if state is PrinterState.SILENT:
        return False, tr("it does not say whether it can print"), tr("look at its paper and its head")
    return True, tr("{printer} is ready", printer=settings.label_printer), ""


def _cluster(settings: Settings) -> Check:
    """Check the cluster; without one this machine plans alone, which is no fault."""
    if not settings.cluster:
        return True, tr("not used: plans are made on this machine"), ""
    try:
        with open_cluster(settings.cluster, settings.cluster_dir) as (_, cores):
            return True, tr("{cluster} answers, {cores} cores", cluster=settings.cluster, cores=cores), ""
    except DispatchError as error:
        return False, texts.explain(error), tr("settings set cluster ADDRESS, or empty to plan alone")
