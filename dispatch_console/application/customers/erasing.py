"""Forget a person: what names him goes, what was done stays.

Erased are he and whoever was merged into him, with their orders, in every table and in the journal. Numbers, goods,
times and money of the orders stay. What he does not want stays known by a keyed hash of his numbers and addresses, so
that nobody writes to him when his shop brings him again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from dispatch_console.application.customers.personal_data import COLUMNS, PERSONAL
from dispatch_console.application.messages import links, opt_outs, ways
from dispatch_console.application.operations.rights import operation
from dispatch_console.application.operations.views import reads
from dispatch_console.application.papers.ledger import departure_key
from dispatch_console.application.planning.off_route import take_off_route
from dispatch_console.application.routes.day_plan import current_stop
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.fleet_text import digits_of
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.store import emptying
from dispatch_console.store.entities import (
    Address,
    Base,
    Customer,
    Erasure,
    InboxItem,
    IncomingMessage,
    Invoice,
    Message,
    OptOut,
    Order,
    Permission,
    QuarantinedRow,
    RegularOrder,
    Route,
    Sheet,
    Stop,
    StopOrder,
)
from dispatch_console.store.kinds import Kind
from dispatch_console.store.transaction import Transaction

ON_THE_ROAD = ("out", "at_door")
# the law keeps them longer than the wish to be forgotten
KEPT_PAPER = "invoice"
KEPT_OF_CASES = ("rating", "remedy", "again")


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erasing a person would do: how many orders lose their names, which open ones are called off, which are on
    the road and keep it from being done, and how many invoices stay as files. `is_done`: he was erased already.
    """

    name: str
    orders: int
    called_off: tuple[str, ...]
    on_the_road: tuple[str, ...]
    invoices: int
    is_done: bool = False


@reads(Kind.CUSTOMERS, Kind.ORDERS, Kind.DISPATCH, Kind.CLOSURE, Kind.OUTCOMES)
def what_goes(session: Session, customer_id: int) -> Erasing:
    """Return what erasing a person would do."""
    people = _people(session, customer_id)
    orders = session.scalars(select(Order).where(_of_people(people)).order_by(Order.id)).all()
    invoices = select(func.count()).select_from(Invoice).where(Invoice.order_id.in_([order.id for order in orders]))
    return Erasing(
        people[0].name,
        len(orders),
        tuple(order.number for order in orders if _is_called_off(order)),
        _on_the_road(orders),
        session.scalar(invoices) or 0,
        is_done=people[0].erased_at is not None,
    )


@operation("erase_customer", roles.SUPERVISOR)
def erase_customer(tx: Transaction, customer_id: int) -> int:
    """Erase a person. Open orders that are still in the building are called off. Returns how many orders were his.

    This cannot be taken back. Errors: Refused `erase.done`, `erase.on_the_road` while a van has something for him.
    """
    people = _people(tx.session, customer_id)
    if people[0].erased_at is not None:
        raise Refused("erase.done")
    locked = select(Order).where(_of_people(people)).order_by(Order.id).with_for_update(of=Order)
    orders = tx.session.scalars(locked).all()
    if moving := _on_the_road(orders):
        raise Refused("erase.on_the_road", numbers=", ".join(moving))
    ids = [order.id for order in orders]
    for order in orders:
        _call_off(tx, order)
    contacts = _contacts(people, orders)
    asked = _asked(tx.session, {person.id for person in people}, set(ids), contacts)
    papers = _papers(tx.session, orders)
    for regular in tx.session.scalars(select(RegularOrder).where(RegularOrder.order_id.in_(ids))):
        tx.session.delete(regular)
    _keep_wishes(tx, people, contacts)
    _end_messages(tx, ids)
    for item in tx.session.scalars(select(InboxItem).where(InboxItem.id.in_(asked), InboxItem.done_at.is_(None))):
        item.done_at, item.done_by = tx.now, tx.actor.name
    root, files = people[0].id, [sheet.path for sheet in papers if sheet.path and sheet.kind_of != KEPT_PAPER]
    tx.session.add(
        Erasure(customer_id=root, at=tx.now, by=tx.actor.name, orders=[order.number for order in orders], files=files)
    )
    tx.session.flush()
    _empty(tx, people, orders, contacts, {InboxItem: asked, Sheet: _named(papers)})
    tx.session.expire_all()
    return len(ids)


def _people(session: Session, customer_id: int) -> Sequence[Customer]:
    """Return a customer and whoever is the same person, himself first."""
    customer = session.get_one(Customer, customer_id)
    root = customer.merged_into or customer.id
    same = or_(Customer.id == root, Customer.merged_into == root)
    return session.scalars(select(Customer).where(same).order_by(Customer.id != root, Customer.id)).all()


def _of_people(people: Iterable[Customer]) -> ColumnElement[bool]:
    return Order.customer_id.in_([person.id for person in people])


def _on_the_road(orders: Iterable[Order]) -> tuple[str, ...]:
    return tuple(order.number for order in orders if order.dispatch in ON_THE_ROAD and order.outcome == "none")


def _is_called_off(order: Order) -> bool:
    return order.closure == "open" and order.outcome in ("none", "failed") and order.dispatch not in ON_THE_ROAD


def _call_off(tx: Transaction, order: Order) -> None:
    if not _is_called_off(order):
        return
    if order.dispatch in ("planned", "on_manifest", "loaded"):
        stop = current_stop(tx.session, order.id)
        if stop is not None:
            take_off_route(tx, stop.route, order, "order_changed")
    order.take("closure", "cancel", tx.now)


def _contacts(people: Iterable[Customer], orders: Iterable[Order]) -> list[tuple[str, str]]:
    """Return by which ways, and where, the person could be reached."""
    known = [(person.phone, person.email) for person in people] + [(order.phone, order.email) for order in orders]
    given = [pair for phone, email in known for pair in ((ways.SMS, phone), (ways.EMAIL, email))]
    return [(way, contact) for way, contact in dict.fromkeys(given) if contact.strip()]


def _keep_wishes(tx: Transaction, people: Iterable[Customer], contacts: list[tuple[str, str]]) -> None:
    """Let it stay known that somebody wants no messages; of his number only the hash is kept."""
    if any(person.opted_out for person in people):
        for way, contact in contacts:
            opt_outs.note(tx, way, contact, "", named=False)


def _end_messages(tx: Transaction, orders: list[int]) -> None:
    """Send nothing that waits, and let no link of his show anything."""
    waiting = select(Message).where(Message.order_id.in_(orders), Message.state.in_(("waiting", "sending")))
    for message in tx.session.scalars(waiting.with_for_update()):
        message.state, message.reason = "refused", "erased"
    for order_id in orders:
        links.revoke_of_order(tx, order_id, tuple(LinkKind))


def _papers(session: Session, orders: Sequence[Order]) -> Sequence[Sheet]:
    """Return the papers that name a person: of his orders, and of the departures that had them."""
    ids = [order.id for order in orders]
    departures: set[str] = set()
    routes = select(Route).join(Stop, Stop.route_id == Route.id).join(StopOrder, StopOrder.stop_id == Stop.id)
    departures |= {departure_key(route) for route in session.scalars(routes.where(StopOrder.order_id.in_(ids)))}
    on_paper = [cast(Sheet.layout, String).contains(f'"order": "{order.number}"', autoescape=True) for order in orders]
    if on_paper:
        named = select(Sheet.departure).where(Sheet.departure != "", or_(*on_paper))
        departures |= set(session.scalars(named))
    return session.scalars(select(Sheet).where(or_(Sheet.order_id.in_(ids), Sheet.departure.in_(departures)))).all()


def _named(papers: Iterable[Sheet]) -> set[int]:
    return {sheet.id for sheet in papers if sheet.kind_of != KEPT_PAPER}


def _empty(
    tx: Transaction,
    people: Sequence[Customer],
    orders: Sequence[Order],
    contacts: list[tuple[str, str]],
    found: Mapping[type[Base], set[int]],
) -> None:
    session = tx.session
    ids = {order.id for order in orders}
    people_ids = {person.id for person in people}
    numbers = [order.number for order in orders]
    digests = [opt_outs.digest_of(session, way, contact) for way, contact in contacts]
    doors = _own_addresses(session, orders, people_ids)
    of_rows: dict[type[Base], set[int]] = {
        Customer: people_ids,
        Order: ids,
        Address: doors,
        Permission: set(session.scalars(select(Permission.id).where(Permission.address_id.in_(doors)))),
        OptOut: set(session.scalars(select(OptOut.id).where(OptOut.digest.in_(digests)))),
        IncomingMessage: _written(session, people_ids, ids, contacts),
        QuarantinedRow: set(session.scalars(select(QuarantinedRow.id).where(QuarantinedRow.order_number.in_(numbers)))),
        **found,
    }
    kept = _kept_of_cases(session, of_rows[InboxItem])
    for entity, values in PERSONAL.items():
        if entity not in of_rows:
            table = entity.__table__
            of_rows[entity] = set(session.scalars(select(table.c.id).where(table.c.order_id.in_(ids))))
        emptying.empty_rows(session, entity, of_rows[entity], values)
    for item_id, facts in kept.items():
        emptying.empty_rows(session, InboxItem, {item_id}, {"facts": facts})
    for entity in (Customer, Address):
        key = func.concat("erased:", entity.__table__.c.id)
        emptying.empty_rows(session, entity, of_rows[entity], {"match_key": key})
    emptying.empty_rows(session, Customer, people_ids, {"erased_at": tx.now})
    emptying.empty_rows(session, Order, ids, {"erased_at": tx.now, "search_text": func.lower(Order.__table__.c.number)})
    emptying.empty_notes(session, ids)
    named = {entity.__tablename__: rows for entity, rows in of_rows.items()}
    emptying.empty_journal(tx, named, ids, COLUMNS)


def _kept_of_cases(session: Session, items: set[int]) -> dict[int, dict[str, Any]]:
    """Return what of cases is no word of the person: what became of them. Money may be still to be paid back."""
    query = select(InboxItem.id, InboxItem.facts).where(InboxItem.id.in_(items))
    found = {
        item_id: {name: facts[name] for name in KEPT_OF_CASES if facts.get(name)}
        for item_id, facts in session.execute(query)
    }
    return {item_id: facts for item_id, facts in found.items() if facts}


def _own_addresses(session: Session, orders: Sequence[Order], people: set[int]) -> set[int]:
    """Return the addresses to which nobody else had anything delivered."""
    doors = {order.address_id for order in orders}
    shared = select(Order.address_id).where(Order.address_id.in_(doors), Order.customer_id.not_in(people)).distinct()
    return doors - set(session.scalars(shared))


def _written(session: Session, people: set[int], orders: set[int], contacts: list[tuple[str, str]]) -> set[int]:
    """Return what the person wrote, also what was never matched to an order."""
    theirs = or_(IncomingMessage.customer_id.in_(people), IncomingMessage.order_id.in_(orders))
    known = set(session.scalars(select(IncomingMessage.id).where(theirs)))
    unmatched = select(IncomingMessage.id, IncomingMessage.sent_from).where(
        IncomingMessage.customer_id.is_(None), IncomingMessage.order_id.is_(None)
    )
    return known | {row_id for row_id, sender in session.execute(unmatched) if _is_his(sender, contacts)}


def _asked(session: Session, people: set[int], orders: set[int], contacts: list[tuple[str, str]]) -> set[int]:
    """Return what stood in the inbox because of the person, also as a stranger."""
    theirs = or_(InboxItem.order_id.in_(orders), InboxItem.customer_id.in_(people))
    known = set(session.scalars(select(InboxItem.id).where(theirs)))
    strangers = select(InboxItem.id, InboxItem.facts).where(
        InboxItem.customer_id.is_(None), InboxItem.order_id.is_(None)
    )
    rows = session.execute(strangers)
    return known | {row_id for row_id, facts in rows if _is_his(str(facts.get("from", "")), contacts)}


def _is_his(sender: str, contacts: list[tuple[str, str]]) -> bool:
    """Return whether a number or address is one of the person's, however it is written."""
    digits = digits_of(sender)
    return any(
        sender.lower() == contact.lower() if way == ways.EMAIL else bool(digits) and digits == digits_of(contact)
        for way, contact in contacts
    )
