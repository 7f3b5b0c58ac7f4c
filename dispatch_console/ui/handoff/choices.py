"""What may be chosen at the door's form, and what follows from it, in words."""

from collections.abc import Sequence

from dispatch_console import texts
from dispatch_console.application.road.handoff_view import HandoffView
from dispatch_console.domain.road import handed, proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import Money
from dispatch_console.language import mark, money, plural, tr
from dispatch_console.ui import words
from dispatch_console.ui.handoff.form import Offered
from dispatch_console.ui.handoff.goods_table import Choices

AT_DOOR = (
    ("delivered_to_recipient", mark("Customer")),
    ("delivered_third_party", mark("Other person")),
    ("delivered_mailbox", mark("Mailbox")),
    ("delivered_safe_place", mark("Safe place")),
    ("delivered_partial", mark("Only part")),
    ("failed_not_home", mark("Nobody home")),
    ("failed_refused", mark("Refused all")),
)
MORE = (
    "delivered_pickup_point", "failed_no_access", "failed_cant_find_address", "failed_damaged", "failed_no_time",
    "failed_parcel_missing", "failed_payment_not_received", "failed_id_check_failed", "failed_missing_required_proof",
    "unattempted",
)  # fmt: skip
AT_COUNTER = (("picked_up", mark("Customer picks up")),)


def at_door(view: HandoffView) -> Offered:
    """Return what may be chosen for an order at its door."""
    barred = {}
    if not view.may_be_left:
        alone = tr("Only in person: age, identity, signature, PIN or cash")
        barred = dict.fromkeys(("delivered_mailbox", "delivered_safe_place", "delivered_pickup_point"), alone)
    elif not view.safe_place:
        barred = {"delivered_safe_place": tr("The customer has allowed no safe place")}
    return _offered(AT_DOOR, barred, more=True)


def at_counter() -> Offered:
    """Return what may be chosen where the customer stands at our counter."""
    return _offered(AT_COUNTER, {}, more=False)


def outcomes() -> Choices:
    """Return every outcome with the code that drivers write on paper."""
    return tuple(
        (code, f"{outcome.paper_code}  {words.OUTCOMES.get(code, code)}") for code, outcome in OUTCOMES.items()
    )


def _offered(first: Choices, barred: dict[str, str], *, more: bool) -> Offered:
    return Offered(
        outcomes=tuple((code, tr(name)) for code, name in first),
        more=tuple((code, words.OUTCOMES.get(code, code).capitalize()) for code in MORE) if more else (),
        barred=barred,
        relations=relations(),
        id_kinds=(("", tr("No paper seen")), *((code, words.ID_KINDS[code]) for code in proof.ID_KINDS)),
        means=means(),
        issues=tuple((code, texts.plain(code)) for code in handed.ISSUES),
        done=tuple((code, texts.plain(code)) for code in handed.DONE),
    )


def relations() -> Choices:
    return tuple((code, words.RELATIONS[code]) for code in proof.RELATIONS)


def means() -> Choices:
    return tuple((code, texts.plain(code).capitalize()) for code in proof.MEANS)


def what_follows(
    view: HandoffView, facts: HandoffFacts, due: int, still_open: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return icon and words of what a record brings about."""
    outcome = OUTCOMES.get(facts.outcome)
    if outcome is None:
        return ()
    if outcome.action not in ("deliver", "pick_up"):
        parcels = plural("{count} parcel", "{count} parcels", len(view.parcels))
        return (
            ("send", tr("The customer is told that he was missed")),
            ("rotate-ccw", tr("{parcels} to come back, scanned in", parcels=parcels)),
            ("triangle-alert", tr("A next step is to be chosen")),
        )
    follows = [("send", tr("The customer is thanked, with the proof"))]
    if facts.collected and facts.means == "cash":
        expected = money(Money(facts.collected, view.currency))
        follows.append(("banknote", tr("{money} to come back in cash", money=expected)))
    back = sum(part.comes_back for part in facts.turned)
    if back:
        items = plural("{count} item", "{count} items", back)
        follows.append(("rotate-ccw", tr("{items} to come back, counted in", items=items)))
    balance = handed.balance(view.due, view.lines, facts.turned)
    if balance.refund or balance.unpriced or facts.collected > due or _again(facts):
        follows.append(("life-buoy", tr("Customer service gets a case: money back, or goods once more")))
    if still_open:
        proofs = ", ".join(texts.plain(code) for code in still_open)
        follows.append(("hourglass", tr("Still to come: {proofs}", proofs=proofs)))
    return tuple(follows)


def _again(facts: HandoffFacts) -> bool:
    return any(part.done == handed.BACK_AGAIN and part.pieces for part in facts.turned)
