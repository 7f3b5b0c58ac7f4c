"""What keeps a van or a day open, as people read it."""

from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.road.van_return import ReturnRow
from dispatch_console.domain.road import handed
from dispatch_console.domain.road.day_end import OpenKind, OpenThing
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.values import Money
from dispatch_console.language import money, plural, short_date, tr
from dispatch_console.ui import words
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.card_list import Card, Mark

SIGNS = {
    OpenKind.ROUTE: "truck",
    OpenKind.OUTCOME: "circle-help",
    OpenKind.NEXT_STEP: "triangle-alert",
    OpenKind.GOODS: "package-x",
    OpenKind.SURPLUS: "octagon-x",
    OpenKind.CONTRADICTION: "circle-help",
    OpenKind.PROOF: "signature",
    OpenKind.CASH: "banknote",
    OpenKind.PHONE: "cloud-off",
}


def colour(name: str) -> str:
    found: str = getattr(tokens(), name)
    return found


def title(thing: OpenThing) -> str:
    """Return what is open, in a few words."""
    match thing.kind:
        case OpenKind.ROUTE:
            return tr("{route} has not left", route=thing.what)
        case OpenKind.OUTCOME:
            return tr("No outcome: {number}", number=thing.number)
        case OpenKind.NEXT_STEP:
            return tr("No next step: {number}", number=thing.number)
        case OpenKind.GOODS:
            return tr("Not here: {what}", what=thing.what)
        case OpenKind.SURPLUS:
            return tr("To take out of the van: {what}", what=thing.what)
        case OpenKind.CONTRADICTION:
            return tr("Here, and recorded as handed over: {number}", number=thing.number)
        case OpenKind.PROOF if thing.money:
            missing = money(Money(thing.money, thing.currency))
            return tr("Missing: {money} of the cash, {number}", money=missing, number=thing.number)
        case OpenKind.PROOF:
            proof = words.PROOFS.get(thing.what, texts.plain(thing.what))
            return tr("Missing: {proof}, {number}", proof=proof, number=thing.number)
        case OpenKind.CASH:
            differs = money(Money(abs(thing.money), thing.currency))
            if thing.what == "not_counted":
                return tr("{money} not counted", money=differs)
            return tr("{money} short", money=differs) if thing.money < 0 else tr("{money} too much", money=differs)
        case OpenKind.PHONE if thing.what == "silent":
            return plural("{count} act never came", "{count} acts never came", int(thing.number))
        case OpenKind.PHONE:
            return tr("The phone says otherwise: {number}", number=thing.number)


def under(thing: OpenThing) -> str:
    """Return who it is about, and who let it pass."""
    if thing.waived_by:
        return let_pass(thing)
    said = [tr("of {day}", day=short_date(thing.of_day))] if thing.of_day is not None else []
    said += [thing.customer] if thing.customer else []
    if thing.kind is OpenKind.PHONE and thing.what != "silent":
        said.append(words.PHONE_REASONS.get(thing.what, tr("it cannot be done as it is")))
    if thing.kind is OpenKind.NEXT_STEP:
        said.append(words.OUTCOMES.get(thing.what, thing.what))
    return ", ".join(said)


def let_pass(thing: OpenThing) -> str:
    """Return who let a thing pass, until when, and why."""
    by, reason = thing.waived_by, thing.reason
    if thing.until is not None:
        return tr("let pass by {by} until {until}: {reason}", by=by, until=short_date(thing.until), reason=reason)
    return tr("let pass by {by}: {reason}", by=by, reason=reason)


def card(thing: OpenThing, zone: ZoneInfo) -> Card:
    where = f"{thing.letter} {thing.stop}" if thing.stop else thing.letter or tr("counter")
    # money is money, also where it is missing of one door
    kind = OpenKind.CASH if thing.what == "cash" else thing.kind
    sign = "circle-check" if thing.waived_by else SIGNS[kind]
    tone = "" if thing.waived_by else "decide" if thing.kind is OpenKind.NEXT_STEP else "wrong"
    return Card(
        key=thing.key,
        title=title(thing),
        # what nobody counted yet has no time of its own
        right="" if thing.what == "not_counted" else words.clock(thing.since, zone),
        under=under(thing),
        under_right=where,
        mark=Mark("icon", sign, ink=colour("amb" if tone == "decide" else "red" if tone else "grn")),
        tone=tone,
    )


def signature_words(row: ReturnRow) -> tuple[str, str]:
    """Return how the signature of a row stands, and its tone."""
    outcome = OUTCOMES.get(row.outcome)
    if outcome is None:
        return "", ""
    if not outcome.needs_recipient:
        return (tr("not needed"), "faint") if handed.is_delivered(row.outcome) else ("–", "faint")
    if "signature" in row.open_proofs:
        return tr("to be seen"), "wrong"
    others = [code for code in row.open_proofs if code != "cash"]
    if others:
        return tr("{proof} open", proof=words.PROOFS.get(others[0], texts.plain(others[0]))), "wrong"
    if row.signature is not None:
        return tr("on file"), ""
    return (tr("on the sheet"), "") if row.on_paper else (tr("vouched for"), "decide")
