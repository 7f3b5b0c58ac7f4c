"""`settings list`, `get` and `set`: what differs from station to station. A secret is read from standard input."""

import argparse
import sys
from typing import Any

from dispatch_console import secrets
from dispatch_console import settings as station
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import BadInput
from dispatch_console.language import Words, mark, tr
from dispatch_console.settings import OPTIONS, Settings
from dispatch_console.store.engine import masked, password_of

ADDRESSES = ("database_url", "database_owner_url")
SECRETS = Words(
    {
        "smtp_password": mark("password of the mail server, kept in the system's key store"),
        "database_password": mark("password of database_url, kept in the system's key store"),
    }
)


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    if chosen.action == "set":
        return _set(settings, chosen.key, chosen.value)
    entries = [_entry(settings, name) for name in (*OPTIONS, *SECRETS)]
    if chosen.action == "get":
        known = next((entry for entry in entries if entry["key"] == chosen.key), None)
        if known is None:
            raise BadInput("settings.unknown", option=chosen.key, known=(*OPTIONS, *SECRETS))
        entries = [known]
    width = max(len(entry["key"]) for entry in entries)
    lines = [f"{entry['key']:<{width}}  {_shown(entry)}" for entry in entries]
    return Answer({"settings": entries}, tuple(lines))


def _set(settings: Settings, name: str, value: str | None) -> Answer:
    if name in SECRETS:
        if value is not None:
            raise BadInput("settings.secret", option=name)
        secrets.keep(_kept_as(settings, name), sys.stdin.readline().rstrip("\r\n"))
        entry = _entry(settings, name)
    else:
        if name in ADDRESSES and value and password_of(value):
            raise BadInput("settings.address", option=name)
        entry = _entry(station.keep(settings, {name: "" if value is None else value}), name)
    return Answer({"settings": [entry]}, (f"{name}: {_shown(entry)}",))


def _kept_as(settings: Settings, name: str) -> str:
    return settings.mail_password if name == "smtp_password" else name


def _entry(settings: Settings, name: str) -> dict[str, Any]:
    if name in SECRETS:
        is_set = secrets.is_set(_kept_as(settings, name))
        return {"key": name, "set": is_set, "type": "secret", "default": None, "description": SECRETS[name]}
    option = OPTIONS[name]
    value = getattr(settings, name)
    return {
        "key": name,
        "value": masked(value) if name in ADDRESSES else value,
        "type": type(option.default).__name__,
        "default": option.default,
        "description": tr(option.metadata.get("description", "")),
    }


def _shown(entry: dict[str, Any]) -> str:
    if entry["type"] == "secret":
        return tr("set") if entry["set"] else tr("not set")
    return str(entry["value"])
