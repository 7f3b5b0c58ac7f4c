"""What every screen and paper says at ten moments of a demanding day, word by word.

The texts lie in `tests/data/demanding_day`; each holds what differs from the moment before. After a change that is
meant, run with DISPATCH_CONSOLE_WRITE_DAY=1 and read the difference before it is committed.
"""

import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console import texts
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.fleet import records
from dispatch_console.application.intake import quarantine
from dispatch_console.application.messages import backlog
from dispatch_console.application.orders import finding, order_view, queue
from dispatch_console.application.packing import bench, pack_queue
from dispatch_console.application.papers import label_facts, manifest_facts, proof_facts, route_facts, slip_facts, stale
from dispatch_console.application.planning import day_board, day_problem, edits, publication, unrouted, variants
from dispatch_console.application.promises import calls, slots
from dispatch_console.application.road import handoff_view, load_list
from dispatch_console.application.routes import day_plan
from dispatch_console.application.site import zone_records
from dispatch_console.domain.errors import DispatchError
from dispatch_console.store.entities import Message, Order, PromiseEntry, Route
from tests.builders.demanding_day import play
from tests.builders.fleet import DAY
from tests.builders.papers import SENDER
from tests.builders.spelled import spelled
from tests.conftest import DATA, Clock

FOLDER = DATA / "demanding_day"
Said = tuple[str, Any]


def test_the_day_is_told_word_by_word(desk: Desk, clock: Clock) -> None:
    before: dict[str, str] = {}
    for moment in play(desk, clock):
        now = {name: spelled(value) for name, value in looked_at(desk, clock)}
        said = "\n\n".join(f"## {name}\n{text}" for name, text in now.items() if before.get(name) != text) + "\n"
        before = now
        file = FOLDER / f"{moment}.txt"
        if os.environ.get("DISPATCH_CONSOLE_WRITE_DAY"):
            file.write_text(said, encoding="utf-8")
        assert said == file.read_text(encoding="utf-8"), moment


def looked_at(desk: Desk, clock: Clock) -> Iterator[Said]:
    ids = desk.ask_now(lambda session: list(session.scalars(select(Order.id).order_by(Order.id))))
    routes = desk.ask_now(lambda session: list(session.scalars(select(Route.id).order_by(Route.id))))
    now = clock()
    sheets = {route: 7000 + route for route in routes}
    yield "queue", asked(desk, queue.first_page, queue.OrderFilter(), "leaves", False)
    yield "work", asked(desk, queue.first_page, queue.OrderFilter(work=True), "number", True)
    yield "stages", asked(desk, queue.stage_counts)
    yield "waiting rows", asked(desk, quarantine.waiting_rows)
    yield "found", asked(desk, finding.find, "annan", DAY)
    yield "fleet", [asked(desk, query) for query in (records.depots, records.vans, records.drivers)]
    yield "shifts and zones", [asked(desk, records.shifts, DAY), asked(desk, zone_records.zones)]
    yield "pack queue", asked(desk, pack_queue.waiting_orders)
    yield "calls", asked(desk, calls.call_list, now)
    yield "slots", asked(desk, slots.slot_loads, DAY, 2, now)
    yield "messages", [asked(desk, backlog.waiting), asked(desk, backlog.unsent, now), asked(desk, written)]
    yield "problem", asked(desk, problem)
    yield "no route", [order.number for order in asked(desk, unrouted.unrouted, DAY)]
    yield "undo", asked(desk, edits.undoable, DAY, desk.actor)
    yield "to publish", asked(desk, publication.publication, DAY, now)
    yield "plans", asked(desk, plans)
    yield "board", asked(desk, day_board.day_board, DAY, now)
    yield "stale", asked(desk, stale.stale_papers, DAY)
    yield "waiting handoffs", asked(desk, handoff_view.waiting, DAY)
    yield "manifests", asked(desk, manifest_facts.manifest_facts, DAY, SENDER, sheets)
    yield "load lists", asked(desk, route_facts.load_lists, DAY, SENDER, sheets)
    yield "call sheets", asked(desk, route_facts.call_sheets, DAY, SENDER, sheets)
    for route in routes:
        yield f"load list of route {route}", asked(desk, load_list.load_list, route)
    for order in ids:
        yield f"order {order}", asked(desk, order_view.order_view, order)
        yield f"packed of order {order}", asked(desk, bench.seen, order)
        yield f"bench of order {order}", asked(desk, bench.open_order, order, desk.clock())
        yield f"call about order {order}", asked(desk, calls.call_facts, order, now)
        yield f"promises of order {order}", asked(desk, promises, order)
        yield f"place of order {order}", asked(desk, day_plan.place_in_words, order)
        yield f"handoff of order {order}", asked(desk, handoff_view.view, order)
        yield f"labels of order {order}", asked(desk, label_facts.label_facts, order, SENDER)
        yield f"slip of order {order}", asked(desk, slip_facts.slip_facts, order, SENDER, 8000, 1, now)
        yield f"proof of order {order}", asked(desk, proof_facts.proof_facts, order, SENDER, 9000, texts.milestone, now)


def asked(desk: Desk, query: Any, *given: Any) -> Any:
    """Return the answer, or the code and the facts of the refusal."""
    try:
        return desk.ask_now(query, *given)
    except DispatchError as error:
        return error.code, error.facts


def problem(session: Session) -> object:
    prepared = day_problem.day_problem(session, DAY, GreatCircle())
    return prepared.problem.vehicles, prepared.problem.visits, prepared.not_ready, prepared.visits_of_departure


def plans(session: Session) -> object:
    prepared = day_problem.day_problem(session, DAY, GreatCircle())
    return [(one.name, one.by, one.at, one.measures) for one in variants.side_by_side(session, prepared)]


def written(session: Session) -> list[dict[str, object]]:
    parts = ("order_id", "kind_of", "state", "due_at", "reason", "sent_to", "provider_id", "subject", "body")
    messages = session.scalars(select(Message).order_by(Message.id))
    return [{part: getattr(one, part) for part in parts} for one in messages]


def promises(session: Session, order: int) -> list[tuple[object, ...]]:
    entries = session.scalars(select(PromiseEntry).where(PromiseEntry.order_id == order).order_by(PromiseEntry.id))
    return [(one.at, one.what, one.start_at, one.end_at, one.by, one.channel, one.note) for one in entries]
