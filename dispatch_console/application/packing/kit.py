"""Which papers go into the boxes of an order, and which of them are in."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.application.orders import checklist
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import site_items
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.orders.site_items import AskedOf, Scope
from dispatch_console.store.entities import Order, PaperRule, Product

SLIP, INVOICE = "packing_slip", "invoice"
# papers that are drawn here
OURS = frozenset({SLIP, INVOICE})
# what nobody puts beside a gift
NOT_WITH_A_GIFT = frozenset({INVOICE})
PREFIX = "rule-"


@dataclass(frozen=True, slots=True)
class KitPaper:
    """A paper of the kit. `code`: what stands on it to be scanned. `is_printed`: it comes out of our printer."""

    key: str
    name: str
    is_in: bool
    code: str = ""
    is_printed: bool = False


def papers_of(session: Session, order: Order, products: Mapping[str, Product]) -> tuple[KitPaper, ...]:
    """Return the papers of an order, ours first. An order that is the rest of another one has its own slip."""
    settled = {*checklist.ticked(order, "papers"), *checklist.waived(order, "papers")}
    skus = [line.sku for line in order.delivery_lines]
    keys = {SLIP: KitPaper(SLIP, texts.enclosed(SLIP), SLIP in settled, is_printed=True)}
    for paper in (paper for sku in skus for paper in (products[sku].papers if sku in products else ())):
        keys[paper] = KitPaper(paper, texts.enclosed(paper), paper in settled, is_printed=paper in OURS)
    for rule in rules_for(session, order):
        key = _key(rule)
        is_printed = key in OURS or bool(rule.file_name)
        keys.setdefault(key, KitPaper(key, rule.paper, key in settled, rule.code, is_printed))
    if Requirement.GIFT in order.requirements:
        keys = {key: paper for key, paper in keys.items() if key not in NOT_WITH_A_GIFT}
    return tuple(sorted(keys.values(), key=lambda paper: not paper.is_printed))


def rules_for(session: Session, order: Order) -> list[PaperRule]:
    """Return the rules of the site that ask for a paper in the boxes of an order."""
    known = session.scalars(select(PaperRule).where(PaperRule.retired_at.is_(None)).order_by(PaperRule.id)).all()
    facts = asked_of(order) if known else None
    return [rule for rule in known if facts and site_items.matches(Scope(rule.scope), rule.value, facts)]


def sheet_of(session: Session, key: str) -> tuple[str, bytes]:
    """Return name and content of the sheet of a rule. Errors: Refused `paper.gone` where there is none any more."""
    rule = session.get(PaperRule, int(key.removeprefix(PREFIX)))
    if rule is None or not rule.pdf:
        raise Refused("paper.gone", paper=rule.paper if rule is not None else key)
    return rule.file_name, rule.pdf


def asked_of(order: Order) -> AskedOf:
    """Return what of an order decides which papers and materials it gets."""
    return AskedOf(
        [line.sku for line in order.delivery_lines],
        order.customer_name,
        order.source,
        [*order.requirements, *order.remarks],
        order.address.country,
        order.payment or "",
    )


def _key(rule: PaperRule) -> str:
    return INVOICE if rule.paper.casefold() == texts.enclosed(INVOICE).casefold() else f"{PREFIX}{rule.id}"
