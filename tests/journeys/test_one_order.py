"""The main job on the operations: from the shop's file to Delivered, with every gate tried before it opens."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dispatch_console.adapters.senders.smtp import SmtpSender
from dispatch_console.adapters.solvers.portfolio_solver import PortfolioSolver
from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import verifying
from dispatch_console.application.outgoing import sending
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.application.planning import day_problem, keeping, publishing, solving
from dispatch_console.application.promises import promising
from dispatch_console.application.road import doorstep, load_out, next_attempt, reconciling
from dispatch_console.application.road.load_out import LoadResult
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.packing.scan_match import ScanResult
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing, printing
from dispatch_console.store.entities import Route, Sheet
from dispatch_console.store.transaction import Actor
from tests.builders.days import carry_away
from tests.builders.fleet import DAY, set_up_fleet
from tests.builders.papers import pages, read
from tests.builders.sample_orders import get, import_sample, pack_whole, verify_whole
from tests.conftest import Clock
from tests.mail_server import MailBox

PROMISE = TimeWindow(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
PNG = b"\x89PNG signature"


def plan_and_publish(desk: Desk) -> Route:
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    plan, violations = solving.solve_day(prepared, PortfolioSolver(), 0.3)
    assert violations == ()
    desk.do_now(keeping.keep_plan, prepared, plan)
    assert desk.do_now(publishing.publish, DAY) == 1
    kept = desk.ask_now(day_plan.day_plan, DAY)
    assert kept is not None
    return kept.routes[0]


def test_an_order_goes_from_the_file_to_delivered_and_each_gate_holds(
    desk: Desk, clock: Clock, settings: Settings, make_desk: Callable[[Actor], Desk], mail: tuple[MailBox, int]
) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")

    with pytest.raises(Refused) as refusal:
        desk.do_now(verifying.verify, order.id)
    assert "address_exact" in str(refusal.value.facts["missing"])
    with pytest.raises(Refused, match=r"item\.no_pin"):
        desk.do_now(verifying.tick, order.id, "verify", "address_exact")
    with pytest.raises(Refused, match=r"pack\.not_verified"):
        desk.do_now(starting.start, order.id)
    verify_whole(desk, order)

    desk.do_now(starting.start, order.id)
    assert desk.do_now(scanning.scan, order.id, "6412345670155").result is ScanResult.WRONG_ITEM
    with pytest.raises(Refused) as refusal:
        desk.do_now(sealing.seal, order.id)
    assert refusal.value.facts["missing"] == ("items:3", "inspection", "papers:1", "weight")
    station_3 = make_desk(Actor("Petri Lahti", "packer", "Station 3"))
    with pytest.raises(Refused, match=r"order\.held"):
        station_3.do_now(starting.start, order.id)
    parcels = pack_whole(desk, order)
    assert len(parcels) == 1

    desk.do_now(promising.offer, order.id, PROMISE)
    desk.do_now(promising.confirm, order.id, PROMISE)
    route = plan_and_publish(desk)
    assert get(desk, "1002").stage == "load"

    with pytest.raises(Refused, match=r"load\.unbalanced"):
        desk.do_now(load_out.depart, route.id)
    assert desk.do_now(load_out.load_parcel, route.id, "MUG-BLU").result is LoadResult.NOT_OURS
    code = str(get(desk, "1002").parcels[0].code)
    assert desk.do_now(load_out.load_parcel, route.id, code).result is LoadResult.LOADED
    assert desk.do_now(load_out.load_parcel, route.id, code).result is LoadResult.ALREADY_IN
    clock.now = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert carry_away(desk, route.id) == 1
    desk.do_now(load_out.depart, route.id)
    box, port = mail
    sender = SmtpSender(
        Settings(data_dir=settings.data_dir, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)
    )
    first = asyncio.run(sending.run_outbox(desk, sender))
    assert (first.sent, first.refused) == (1, ())

    clock.forward(timedelta(hours=1))
    facts = HandoffFacts(
        outcome="delivered_to_recipient",
        recipient="",
        relation="customer",
        said_name=True,
        said_number=True,
        has_signature=True,
    )
    with pytest.raises(Refused) as refusal:
        desk.do_now(doorstep.hand_over, order.id, facts, through="phone", signature=PNG)
    assert refusal.value.facts["missing"] == ("recipient",)
    signed = HandoffFacts(
        outcome="delivered_to_recipient",
        recipient="Peter Frick",
        relation="customer",
        said_name=True,
        said_number=True,
        has_signature=True,
    )
    desk.do_now(doorstep.hand_over, order.id, signed, through="phone", signature=PNG)
    done = get(desk, "1002")
    assert (done.outcome_code, done.recipient, done.delivered_at) == (
        "delivered_to_recipient",
        "Peter Frick",
        clock.now,
    )
    second = asyncio.run(sending.run_outbox(desk, sender))
    third = asyncio.run(sending.run_outbox(desk, sender))
    assert (second.sent, third.sent, third.waiting) == (1, 0, 0)
    assert [
        "comes Mon 23 Nov between 13:00 and" in box.mails[0]["Subject"],
        "delivered" in box.mails[1]["Subject"],
    ] == [True, True]

    desk.do_now(reconciling.reconcile, order.id)
    assert get(desk, "1002").stage == "closed"


def test_a_missed_delivery_waits_for_a_new_window_and_tells_the_customer(desk: Desk, clock: Clock) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    route = plan_and_publish(desk)
    desk.do_now(load_out.load_parcel, route.id, str(get(desk, "1002").parcels[0].code))
    desk.do_now(load_out.depart, route.id)
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    desk.do_now(doorstep.arrive, (order.id,))
    desk.do_now(doorstep.hand_over, order.id, HandoffFacts(outcome="failed_not_home"), through="phone", signature=None)
    assert get(desk, "1002").stage == "needs_attention"
    assert get(desk, "1002").address.failures == 1
    desk.do_now(next_attempt.rebook, (order.id,))
    again = get(desk, "1002")
    assert (again.attempt, again.appointment, again.stage) == (2, "lapsed", "schedule")


def test_a_parcel_left_behind_takes_its_stop_off_the_route(desk: Desk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    route = plan_and_publish(desk)
    desk.do_now(load_out.leave_behind, route.id, order.id)
    assert get(desk, "1002").dispatch == "unplanned"
    kept = desk.ask_now(day_plan.day_plan, DAY)
    assert kept is not None
    assert kept.routes[0].stops == []


def test_a_reminder_that_is_no_longer_true_goes_to_the_desk(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    route = plan_and_publish(desk)
    desk.do_now(load_out.load_parcel, route.id, str(get(desk, "1002").parcels[0].code))
    clock.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    done = asyncio.run(sending.run_outbox(desk, SmtpSender(Settings(data_dir=tmp_path))))
    assert [(kind, reason) for _, kind, _, _, reason in done.refused] == [("reminder", "outside_promise")]


def test_labels_print_only_when_sealed_and_manifests_only_when_published(desk: Desk, settings: Settings) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    order = get(desk, "1002")
    verify_whole(desk, order)
    with pytest.raises(Refused, match=r"label\.not_sealed"):
        label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    with pytest.raises(Refused, match=r"manifest\.not_published"):
        printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    pack_whole(desk, order)
    desk.do_now(promising.confirm, order.id, PROMISE)
    plan_and_publish(desk)
    labels = label_printing.print_labels(desk, settings, order.id, settings.papers_dir).file
    (label,) = pages(labels, 150)
    (parcel,) = get(desk, "1002").parcels
    assert str(parcel.code) in {text for text, _ in read(label)}
    first = printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    again = printing.print_manifests(desk, settings, DAY, settings.papers_dir)
    assert [(file.kind, file.pages, file.stops) for file in again] == [
        ("manifest", 1, 1), ("load_list", 1, 1), ("call_sheet", 1, 1),
    ]  # fmt: skip
    sheets = desk.ask_now(lambda session: session.scalars(select(Sheet).where(Sheet.kind_of == "manifest")).all())
    assert sorted(sheet.stale_since is None for sheet in sheets) == [False, True]
    assert all(sheet.layout["pages"][0][0]["order"] == "#1002" for sheet in sheets)
    assert len(first) == 3
