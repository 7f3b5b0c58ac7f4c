"""The texts of messages, by kind, way and language: as they are shipped, or as the site wrote them, every version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dispatch_console.application.messages import text_rules, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.domain import roles
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.language import ENGLISH, for_customers
from dispatch_console.paths import RESOURCES
from dispatch_console.store.entities import Message, MessageText
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction
from dispatch_console.store.turns import TEXTS, wait_for_turn

SHIPPED = RESOURCES / "templates"


@dataclass(frozen=True, slots=True)
class Text:
    """`source` is the template: of a mail its first line is the subject. `version` 0 is the one that is shipped."""

    language: str
    version: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a text. `sent`: how many messages said it; `made_at` None for the one that is shipped."""

    version: int
    source: str
    made_by: str
    made_at: datetime | None
    sent: int


def shipped(kind: str, channel: str, language: str) -> str | None:
    """Return the text that the program brings; None where it has none in this language."""
    ending = "sms.txt" if ways.worded_as(channel) == ways.SMS else "txt"
    file = SHIPPED / f"{kind}.{language.partition('_')[0]}.{ending}"
    return file.read_text(encoding="utf-8") if file.exists() else None


def text_of(session: Session, kind: str, channel: str, wanted: str = "") -> Text:
    """Return the text in use, in the language that is wanted where there is one, else in English."""
    for language in (wanted.partition("_")[0], ENGLISH):
        own = session.scalar(_newest(kind, channel, language)) if language else None
        if own is not None:
            return Text(language, own.version, own.source)
        source = shipped(kind, channel, language) if language else None
        if source is not None:
            return Text(language, 0, source)
    raise LookupError(f"no text for {kind} by {channel}")


def _newest(kind: str, channel: str, language: str) -> Select[MessageText]:
    query = select(MessageText).where(
        MessageText.kind_of == kind,
        MessageText.channel == ways.worded_as(channel),
        MessageText.language == language,
    )
    return query.order_by(MessageText.version.desc()).limit(1)


@reads(Kind.SITE)
def languages(session: Session) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return in which languages there is a text, by kind and way."""
    own = {(text.kind_of, text.channel, text.language) for text in session.scalars(select(MessageText))}
    return {
        (kind.value, channel): tuple(
            language
            for language in for_customers()
            if (kind.value, channel, language) in own or shipped(kind, channel, language) is not None
        )
        for kind in MessageKind
        for channel in ways.CHANNELS
    }


@reads(Kind.SITE, Kind.MESSAGES)
def versions(session: Session, kind: str, channel: str, language: str) -> tuple[Version, ...]:
    """Return every version of a text, the newest first."""
    counted = select(Message.text_version, func.count()).where(
        Message.kind_of == kind,
        Message.channel == channel,
        Message.text_language == language,
        Message.state == "sent",
    )
    sent = dict(session.execute(counted.group_by(Message.text_version)).all())
    rows = session.scalars(_newest(kind, channel, language).limit(None))
    own = [
        Version(
            version=row.version,
            source=row.source,
            made_by=row.made_by,
            made_at=row.made_at,
            sent=sent.get(row.version, 0),
        )
        for row in rows
    ]
    first = shipped(kind, channel, language)
    if first is not None:
        own.append(Version(version=0, source=first, made_by="", made_at=None, sent=sent.get(0, 0)))
    return tuple(own)


@operation("keep_text", roles.SUPERVISOR)
def keep_text(
    tx: Transaction, kind: str, channel: str, language: str, source: str, *, seen: int, can_be_answered: bool = True
) -> int:
    """Write a new version of a text; the next message says it. Returns its number. `seen`: the version from which it
    was written, -1 where there was none.

    Errors: BadInput of `text_rules.require_good`, `message.kind`, `message.way`, `field.language`; Refused
    `template.same`; Conflict `template.changed` where somebody wrote another one meanwhile.
    """
    if kind not in set(MessageKind):
        raise BadInput("message.kind", kind=kind, known=", ".join(MessageKind))
    if channel not in ways.CHANNELS:
        raise BadInput("message.way", kind=kind, way=channel)
    if language not in for_customers():
        raise BadInput("field.language", value=language, known=", ".join(for_customers()))
    text_rules.require_good(MessageKind(kind), channel, source, can_be_answered=can_be_answered)
    wait_for_turn(tx.session, TEXTS)
    known = versions(tx.session, kind, channel, language)
    newest = known[0].version if known else -1
    if newest != seen:
        raise Conflict("template.changed", version=newest, by=known[0].made_by if known else "")
    source = source.strip() + "\n"
    if known and known[0].source == source:
        raise Refused("template.same")
    tx.session.add(
        MessageText(
            kind_of=kind,
            channel=channel,
            language=language,
            version=newest + 1 if newest >= 0 else 1,
            source=source,
            made_at=tx.now,
            made_by=tx.actor.name,
        )
    )
    return max(newest + 1, 1)
