"""Every operation announces enough: whoever reads again what was announced shows what is so."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.customers import (
    answering,
    choosing,
    erasing,
    inbox,
    inbox_list,
    merging,
    page,
    pushing,
    receipts,
    remedies,
    replying,
    surveying,
)
from dispatch_console.application.fleet import records
from dispatch_console.application.intake import (
    importing,
    live_sources,
    quarantine,
    readdressing,
    regulars,
    rules,
    source_change,
)
from dispatch_console.application.messages import hours, links, opt_outs, stopping, texts, ways
from dispatch_console.application.messages import rules as message_rules
from dispatch_console.application.operations import rights
from dispatch_console.application.operations.records import Record
from dispatch_console.application.orders import (
    addresses,
    door_notes,
    geocoding,
    holding,
    lists,
    permissions,
    pins,
    proof_rules,
    queue,
    site_checklist,
    verifying,
)
from dispatch_console.application.orders.door_notes import DoorNotes
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.orders.site_checklist import SCOPES
from dispatch_console.application.outgoing import delays, nearing, paper_mail, sending, sms_parts, write_back_run
from dispatch_console.application.packing import (
    boxes,
    learning,
    materials,
    paper_rules,
    part_pack,
    product_records,
    products,
    scanning,
    sealing,
    starting,
    supervisor_calls,
)
from dispatch_console.application.packing.materials import PER
from dispatch_console.application.papers import invoicing, label_facts, ledger, withdrawing
from dispatch_console.application.phones import acts, hearing, pairing, phones_list, photos
from dispatch_console.application.planning import (
    agreeing,
    day_problem,
    edits,
    manning,
    road_edits,
    service_times,
    speeds,
    variants,
)
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.planning.road_rest import road_rest
from dispatch_console.application.promises import call_claims, call_results, closed_days, promising, slot_records
from dispatch_console.application.road import (
    cash_counting,
    correcting,
    day_closings,
    day_end,
    doorstep,
    drafts,
    goods_in,
    load_out,
    missed_card,
    next_attempt,
    reconciling,
    sheet_filing,
    sheet_rows,
    taking_over,
    van_return,
)
from dispatch_console.application.road.load_list import load_list
from dispatch_console.application.shops import asking, listing, noting
from dispatch_console.application.site import notices, zone_records
from dispatch_console.domain.messages.links import LinkKind
from dispatch_console.domain.messages.receipts import Receipt
from dispatch_console.domain.messages.remedies import Remedy
from dispatch_console.domain.orders.incoming import IncomingAddress, Problem
from dispatch_console.domain.orders.write_back import WriteBack
from dispatch_console.domain.packing.condition import Condition, Decision
from dispatch_console.domain.papers.label_printer import Delivery
from dispatch_console.domain.papers.sheet_reading import ReadPage, ReadRow
from dispatch_console.domain.planning import moving
from dispatch_console.domain.planning.crews import Crew
from dispatch_console.domain.planning.service_times import ServiceTimes
from dispatch_console.domain.planning.speeds import Calibration, SpeedProfile
from dispatch_console.domain.road import phone_acts
from dispatch_console.domain.road.goods_back import Destination
from dispatch_console.domain.road.phone_clock import Reading
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import Bounce, IncomingText, KnownAddress, OutgoingMessage
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing, printing
from dispatch_console.station.letterhead import seller_of, sender_of
from dispatch_console.store.engine import connect
from dispatch_console.store.entities import Handoff, InboxItem, Message, Order, Parcel, PhonePhoto, Route, Sheet, Shift
from dispatch_console.store.transaction import Actor, Transaction
from tests.builders.days import PLACES, PROMISE, plan_day
from tests.builders.fleet import DAY, on_duty_for_days, set_up_fleet
from tests.builders.operations import PARTS, changing, function
from tests.builders.phones import Phone, delivered
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get, import_sample, pack_whole, verify_whole
from tests.builders.watched_desk import WatchedDesk, queries
from tests.conftest import DATA, Clock

# what each operation locks
LOCKS = DATA / "locks.txt"
NUMBERS = ("1002", "1004", "1006")


@pytest.fixture
def watched(database_url: str, clock: Clock) -> Iterator[WatchedDesk]:
    desk = WatchedDesk(connect(database_url), Actor("Ana Ruiz", "supervisor", "Station 2"), clock)
    desk.watch(DAY, [f"#{number}" for number in NUMBERS])
    yield desk
    desk.close()


def prepared(desk: WatchedDesk) -> DayProblem:
    return desk.ask_now(day_problem.day_problem, DAY, GreatCircle())


def ids(desk: WatchedDesk, entity: Any) -> list[int]:
    def look(session: Session) -> list[int]:
        return list(session.scalars(select(entity.id).order_by(entity.id)))

    return desk.ask_now(look)


def play_intake(desk: WatchedDesk) -> None:
    set_up_fleet(desk)
    import_sample(desk)
    bad = Problem(3, "Qty", "-2", "line.quantity", "SO-9", blocks=True)
    desk.do_now(importing.take_reading, reading(incoming(1), problems=(bad,)), "bad.csv")
    (row,) = desk.ask_now(quarantine.waiting_rows)
    desk.do_now(quarantine.put_away, [row.id])
    desk.do_now(lists.save, "Lifts", queue.OrderFilter(requirement="lift"))
    desk.do_now(lists.forget, desk.ask_now(lists.lists).saved[0].id)
    desk.do_now(rules.keep, "test", "Qty", "two", "2")
    desk.do_now(rules.forget, [desk.ask_now(rules.rules)[0].id])
    desk.do_now(importing.take_reading, reading(problems=(bad,)), "bad.csv")
    (row,) = desk.ask_now(quarantine.waiting_rows)
    desk.do_now(importing.take_by_hand, replace(reading(incoming(8)), source="by hand"))
    desk.do_now(importing.take_corrected, reading(incoming(9)), "bad.csv", [row.id])
    desk.do_now(geocoding.replace_region, "fi", [KnownAddress("Bulevardi", "1", "00120", "Helsinki", 60.16, 24.94)])
    first = get(desk, "SO-1")
    verify_whole(desk, first)
    desk.do_now(importing.take_reading, reading(incoming(1, 3)), "again.csv")
    desk.do_now(source_change.take_change, first.id)
    verify_whole(desk, get(desk, "SO-1"))
    desk.do_now(importing.take_reading, reading(incoming(1, 4)), "again.csv")
    desk.do_now(source_change.keep_ours, first.id, "the customer rang")
    desk.do_now(readdressing.correct_address, first.id, IncomingAddress(line1="Kauppakatu 3", city="Lahti"))
    desk.do_now(verifying.cancel, first.id)


def play_desk(desk: WatchedDesk) -> None:
    for number in NUMBERS:
        order = get(desk, number)
        verify_whole(desk, order)
        desk.do_now(addresses.set_pin, order.address_id, PLACES[number])
    order = get(desk, "1002")
    desk.do_now(verifying.untick, order.id, "verify", "customer_known")
    glass = {"words": "Glass counted", "scope": "every order", "value": "", "way": "by a look"}
    item = desk.do_now(site_checklist.keep_item, None, glass)
    desk.do_now(verifying.tick_sure, order.id)
    desk.do_now(verifying.tick, order.id, "verify", f"site-{item}")
    desk.do_now(site_checklist.retire_item, item)
    desk.do_now(notices.keep_notices, ["on_hold"])
    desk.do_now(verifying.waive, order.id, "verify", "customer_known", "known by sight")
    desk.do_now(verifying.verify, order.id)
    desk.do_now(verifying.hold, order.id, "no card")
    desk.do_now(verifying.reject, order.id, "no card at all")
    desk.do_now(verifying.release, order.id)
    desk.do_now(verifying.verify, order.id)
    desk.do_now(addresses.note_access, order.address_id, gate_code="12", entrance="B", access_note="ring twice")
    allowed = DoorNotes(gate_code="12", neighbour="Aila, flat 3", until=str(DAY), most="150", said_by="Anna")
    desk.do_now(door_notes.note_door, order.id, allowed)
    desk.do_now(permissions.end_over)
    desk.do_now(holding.hold_for_me, order.id)
    desk.do_now(holding.put_down, order.id)
    for number in NUMBERS:
        order = get(desk, number)
        desk.do_now(call_claims.claim_call, order.id)
        desk.do_now(call_claims.release_call, order.id)
        desk.do_now(call_results.note_call, order.id, "no_answer")
        desk.do_now(call_results.take_back_call, order.id)
        desk.do_now(call_results.give_number, order.id, "+358 40 555 0101")
        desk.do_now(promising.offer, order.id, PROMISE)
        desk.do_now(agreeing.agree, order.id, PROMISE)


def play_packing(desk: WatchedDesk, settings: Settings) -> None:
    order = get(desk, "1002")
    line = order.delivery_lines[0]
    desk.do_now(products.keep_product, sku=line.sku, name="T-shirt - M", weight_g=200, shelf="A-01")
    desk.do_now(starting.start, order.id)
    desk.do_now(scanning.count_by_hand, order.id, line.id)
    desk.do_now(scanning.take_out_one, order.id, line.id)
    desk.do_now(scanning.scan_as, order.id, line.id, line.sku)
    desk.do_now(scanning.take_out, order.id, line.sku)
    desk.do_now(scanning.count_by_hand, order.id, line.id)
    desk.do_now(starting.new_parcel, order.id)
    desk.do_now(scanning.move_piece, order.id, line.sku)
    desk.do_now(starting.open_parcel, order.id, 1)
    desk.do_now(scanning.move_piece, order.id, line.sku)
    desk.do_now(starting.open_parcel, order.id, 2)
    play_site_of_packing(desk)
    desk.do_now(starting.choose_box, order.id, 2, "L")
    other = next(each for each in order.delivery_lines if each.id != line.id)
    found = desk.do_now(part_pack.report_pieces, order.id, other.id, 1, Condition.MISSING)
    desk.do_now(part_pack.note_finding, found, found=Condition.DAMAGED, note="torn")
    desk.do_now(part_pack.take_back_finding, found)
    desk.do_now(part_pack.report_open, order.id, other.sku)
    desk.do_now(part_pack.take_back_open, order.id)
    found = desk.do_now(part_pack.report_pieces, order.id, other.id, 1, Condition.MISSING)
    desk.do_now(part_pack.decide_finding, found, Decision.WAIT)
    desk.do_now(part_pack.put_aside, order.id)
    desk.do_now(verifying.release, order.id)
    desk.do_now(verifying.verify, order.id)
    desk.do_now(starting.start, order.id)
    desk.do_now(holding.hand_over_order, order.id)
    desk.do_now(supervisor_calls.call_supervisor, order.id, "Wrong item. Take it out.")
    desk.do_now(supervisor_calls.answer_call, 1)
    desk.do_now(supervisor_calls.end_call)
    desk.do_now(starting.start, order.id)
    for each in order.delivery_lines:
        for _ in range(each.quantity - (each.id == line.id)):
            desk.do_now(scanning.scan, order.id, each.sku)
    desk.do_now(part_pack.take_out_damaged, order.id, other.sku)
    desk.do_now(scanning.scan, order.id, other.sku)
    desk.do_now(part_pack.settle_found, order.id)
    desk.do_now(sealing.tick_paper, order.id, "packing_slip")
    desk.do_now(sealing.inspect, order.id)
    for position in (1, 2):
        desk.do_now(sealing.weigh, order.id, 2_100, position)
    desk.do_now(sealing.seal, order.id, weight_waiver="the scale is away")
    desk.do_now(invoicing.issue_invoice, order.id, seller_of(settings))
    desk.do_now(learning.forget_weight, line.sku)
    for number in NUMBERS[1:]:
        pack_whole(desk, get(desk, number))
    for number in NUMBERS:
        label_printing.print_labels(desk, settings, get(desk, number).id, settings.papers_dir)
    facts = desk.ask_now(label_facts.label_facts, order.id, sender_of(settings))
    desk.do_now(ledger.file_labels, order.id, facts, "label.pdf", "zpl:printer")
    desk.do_now(ledger.settle_labels, order.id, Delivery.PRINTED)
    printing.print_slip(desk, settings, order.id, settings.papers_dir)


def play_site_of_packing(desk: WatchedDesk) -> None:
    """Keep boxes, materials, papers and products, and take some out of use."""
    box = {"name": "L", "size": "50 x 40 x 30", "tare": "0.3", "limit": "20"}
    desk.do_now(boxes.retire_box, desk.do_now(boxes.keep_box, None, {**box, "name": "XL"}))
    desk.do_now(boxes.keep_box, None, box)
    sleeve = {"name": "Sleeve", "count": "1", "per": PER["piece"], "scope": SCOPES["every"], "value": ""}
    desk.do_now(materials.retire_material, desk.do_now(materials.keep_material, None, sleeve))
    desk.do_now(materials.keep_material, None, sleeve)
    card = {"paper": "Warranty", "scope": SCOPES["product"], "value": "NONE-*", "code": "W1", "file": ""}
    desk.do_now(paper_rules.retire_paper_rule, desk.do_now(paper_rules.keep_paper_rule, None, card))
    desk.do_now(paper_rules.keep_paper_rule, None, card)
    desk.do_now(product_records.import_products, [(2, {"sku": "CUP", "name": "Cup", "weight": "0.2"})])
    desk.do_now(product_records.keep_product_record, None, {"sku": "JUG", "name": "Jug"})
    desk.do_now(product_records.keep_picture, "CUP", b"\x89PNG\r\n\x1a\n")


def play_planning(desk: WatchedDesk, settings: Settings) -> None:
    plan_day(desk)
    day = prepared(desk)
    desk.do_now(variants.keep, day, day.standing, "Plan 1")
    van = day.problem.vehicles[0]
    turned = moving.reversed_(day.problem, day.standing, van.route)
    desk.do_now(edits.edit, day, turned, "reverse")
    desk.do_now(edits.undo, prepared(desk))
    desk.do_now(edits.redo, prepared(desk))
    desk.do_now(variants.take, prepared(desk), "Plan 1")
    desk.do_now(variants.take_plan, prepared(desk), prepared(desk).standing, "the plan of the dial")
    desk.do_now(variants.forget, DAY, "Plan 1")
    (shift,) = ids(desk, Shift)
    desk.do_now(edits.lock_stop, DAY, get(desk, "1002").id, True)
    desk.do_now(edits.lock_routes, DAY, shift, True)
    desk.do_now(edits.lock_routes, DAY, shift, False)
    desk.do_now(promising.must_be_rung, get(desk, "1006").id)
    desk.do_now(promising.promise_holds, get(desk, "1006").id, desk.clock())
    desk.do_now(promising.must_be_rung, get(desk, "1006").id)
    desk.do_now(edits.call_off, shift, "ill")
    desk.do_now(edits.call_back, shift)
    desk.do_now(promising.ask_for_another_day, (get(desk, "1006").id,))
    desk.do_now(promising.confirm, get(desk, "1006").id, PROMISE)
    desk.do_now(speeds.adopt, Calibration(SpeedProfile({("residential", 9): 2.0}), 9, 0, 0.0, 0.0, {}))
    desk.do_now(speeds.forget)
    rule = {"proof": "photo", "level": "warned about where it is missing", "scope": "every order", "value": ""}
    desk.do_now(proof_rules.retire_proof_rule, desk.do_now(proof_rules.keep_proof_rule, None, rule))
    desk.do_now(service_times.adopt, ServiceTimes(240, 60, 60), ServiceTimes(180, 120, 30))
    plan_day(desk)
    folder = settings.papers_dir / str(DAY)
    printed = printing.print_manifests(desk, settings, DAY, folder, "", waiting_only=True, stale_only=False)
    papers = desk.ask_now(paper_mail.papers_out, [paper.path for paper in printed])
    desk.do_now(paper_mail.note_mailed, [paper.sheet for paper in papers], "sami@example.com")


class Post:
    """Takes the first message; the server is away for the second."""

    channel: ClassVar[str] = "email"

    def __init__(self) -> None:
        self.taken = 0

    async def send(self, message: OutgoingMessage) -> str:
        self.taken += 1
        return message.key


def play_road(desk: WatchedDesk, clock: Clock, settings: Settings) -> None:
    route = ids(desk, Route)[0]
    parcels = desk.ask_now(load_list, route).parcels
    desk.do_now(load_out.mark_missing, route, parcels[0].parcel_id)
    desk.do_now(load_out.look_again, route, parcels[0].parcel_id)
    left = parcels[0].order_id
    for parcel in parcels:
        if parcel.order_id != left:
            desk.do_now(load_out.load_parcel, route, parcel.code)
    desk.do_now(load_out.load_parcel, route, parcels[0].code)
    desk.do_now(load_out.leave_behind, route, left)
    (surplus,) = desk.ask_now(load_list, route).surplus
    desk.do_now(load_out.carry_away, surplus.surplus_id)
    desk.do_now(load_out.check_van, route, 48_200, "1/2", "", papers=True)
    desk.do_now(load_out.depart, route)
    ahead = desk.ask_now(road_rest, DAY, GreatCircle(), desk.clock())
    turned = {van: visits[::-1] for van, visits in ahead.sequences.items()}
    desk.do_now(road_edits.rearrange, ahead, turned)
    shift_id = desk.ask_now(load_list, route).shift_id
    desk.do_now(taking_over.take_over, shift_id, parcels[-1].code)
    desk.do_now(taking_over.take_over_all, [parcels[-1].order_id])
    first, second = dict.fromkeys(parcel.order_id for parcel in parcels if parcel.order_id != left)
    clock.forward(timedelta(hours=4))
    play_phone(desk, route, first, second)
    desk.do_now(doorstep.arrive, (first,))
    desk.do_now(pins.try_pin, first, "0000")
    facts = HandoffFacts(
        outcome="delivered_to_recipient",
        recipient="Anna Virtanen",
        said_name=True,
        said_number=True,
        has_signature=True,
    )
    desk.do_now(doorstep.hand_over, first, facts, through="phone", signature=None)
    desk.do_now(sheet_rows.record_row, second, HandoffFacts(outcome="failed_not_home"), None, "")
    printing.print_proof(desk, settings, first, settings.papers_dir)
    held = desk.do_now(sending.take_next)
    assert held is not None
    desk.do_now(sending.put_back, held, "smtp.later", final=False)
    clock.forward(timedelta(hours=1))
    asyncio.run(sending.run_outbox(desk, Post()))
    play_delivered(desk, first)
    desk.do_now(drafts.keep, left, {"recipient": "Anna"}, None)
    desk.do_now(drafts.drop, left)
    desk.do_now(missed_card.ask_support, (second,))
    desk.do_now(next_attempt.rebook, (second,))
    desk.do_now(reconciling.reconcile, first)
    play_day_end(desk, first, second)


def play_phone(desk: WatchedDesk, route: int, order: int, other: int) -> None:
    """Pair a phone, let it say what it did and what nobody can do, and take its link back. What it says of the `other`
    order waits for a person.
    """
    shift = desk.ask_now(lambda session: session.get_one(Route, route).shift_id)
    token = desk.do_now(pairing.make_link, shift)
    assert desk.do_now(pairing.make_link_of_route, route) == token
    phone = Phone(desk, token, desk.do_now(pairing.take, token, "Fairphone 5"))
    phone.hear()
    held = phone.holder.phone_id
    desk.do_now(hearing.hear, held, 2, {"secure": True})
    picture = photos.Looked(None, "photo.shows_nothing")
    desk.do_now(photos.take_photo, held, "a" * 32, b"data", picture, order)
    desk.do_now(photos.take_photo, held, "b" * 32, b"data", photos.Looked(b"jpeg", ""), order)
    taken = max(ids(desk, PhonePhoto))
    desk.do_now(withdrawing.withdraw_photo, taken, "an identity card")
    sent = Reading(desk.clock(), timedelta(0))
    act = phone_acts.read_act(phone.act("called", order, answered=False))
    desk.do_now(acts.take_act, held, act, sent)
    act = phone_acts.read_act(phone.act("check", odometer=48_213))
    desk.do_now(acts.take_act, held, act, sent)
    act = phone_acts.read_act(phone.act("handoff", order, **delivered()))
    desk.do_now(acts.keep_open, held, act, sent, "phone.other_day", {"at": "22.11. 10:00"})
    (row,) = desk.ask_now(phones_list.phones, DAY, desk.clock())[0].waiting
    desk.do_now(acts.settle, row.row_id, "the desk is right")
    act = phone_acts.read_act(phone.act("handoff", other, outcome="failed_refused"))
    desk.do_now(acts.keep_open, held, act, sent, "phone.other_day", {"at": "22.11. 10:00"})
    desk.do_now(pairing.make_code, shift)
    desk.do_now(pairing.revoke, shift)


def play_day_end(desk: WatchedDesk, first: int, second: int) -> None:
    """Correct both records, take in what comes back, count, close, and open again."""
    (shift,) = {row.shift_id for row in desk.ask_now(van_return.vans_back, DAY)}
    assert shift is not None

    def record(order: int) -> int:
        query = select(Handoff.id).where(Handoff.order_id == order, Handoff.replaced_at.is_(None))
        return desk.ask_now(lambda session: session.scalars(query).one())

    paper = HandoffFacts(
        outcome="delivered_third_party", recipient="Aila", said_name=True, said_number=True, has_signature=True,
        on_paper=True,
    )  # fmt: skip
    right = correcting.Right(facts=paper, acted_at=desk.clock())
    desk.do_now(correcting.correct, record(first), right, why="sheet_differs")
    desk.do_now(goods_in.supply_proof, record(first), ("signature",), words="seen on the sheet")
    (waits,) = [act for phone in desk.ask_now(phones_list.phones, DAY, desk.clock()) for act in phone.waiting]
    desk.do_now(acts.accept, waits.row_id)
    assert desk.ask_now(lambda session: session.get_one(Handoff, record(second)).outcome_code) == "failed_refused"
    step = next(thing for thing in desk.ask_now(day_end.open_things, DAY) if thing.kind == "next_step")
    desk.do_now(day_closings.waive, DAY, step.key, "decided tomorrow")
    desk.do_now(day_closings.unwaive, DAY, step.key)
    desk.do_now(next_attempt.give_up, (second,), "nobody wants it")
    for row in desk.ask_now(van_return.van_return, DAY, shift).goods:
        code = f"DCP{row.what.replace(' ', '')}"
        desk.do_now(goods_in.scan_back, shift, code)
        desk.do_now(goods_in.undo_back, row.goods_id)
        desk.do_now(goods_in.count_back, row.goods_id)
        desk.do_now(goods_in.send_goods, row.goods_id, Destination.STOCK)
    number = desk.ask_now(lambda session: session.get_one(Order, first).number)
    manifests = select(Sheet.id).where(Sheet.kind_of == "manifest").order_by(Sheet.id.desc())
    sheet = desk.ask_now(lambda session: session.scalars(manifests).first())
    assert sheet is not None
    read_row = ReadRow(
        stop=1, orders=(number,), signed=None, confidence=0.5, name_written=True, time_written=True, ticked=False,
        crop=b"crop", written=b"written",
    )  # fmt: skip
    desk.do_now(sheet_filing.file_page, ReadPage(sheet=sheet, page=1, missing=(), rows=(read_row,)))
    shown = desk.ask_now(sheet_filing.shown_row, first)
    assert shown is not None
    desk.do_now(sheet_filing.decide, shown.row_id, signed=False)
    desk.do_now(sheet_filing.decide, shown.row_id, signed=True)
    desk.do_now(cash_counting.count_cash, DAY, shift, "EUR", {1000: 1}, 0, "lay in the van, whose is not known")
    desk.do_now(day_closings.close_van, shift)
    desk.do_now(day_closings.reopen_van, shift)
    desk.do_now(day_closings.close_day, DAY)
    desk.do_now(day_closings.reopen_day, DAY, "one more sheet")


def play_customers(desk: WatchedDesk, clock: Clock) -> None:
    """Let customers write, choose, rate and complain, and answer them."""
    desk.do_now(importing.take_reading, reading(incoming(50), incoming(51)), "more.csv")
    for number in ("SO-50", "SO-51"):
        verify_whole(desk, get(desk, number))
    desk.do_now(on_duty_for_days)
    order, other = get(desk, "SO-50"), get(desk, "SO-51")
    phone = "+358401234567"

    def state(tx: Transaction) -> None:
        here = tx.session.get_one(Order, order.id)
        here.phone = here.customer.phone = phone
        here.email = here.customer.email = "one@example.com"

    desk.do_now(state)
    desk.do_now(ways.keep_message_ways, {"ask": ("sms", "email"), "reminder": ("email",)})
    desk.do_now(hours.keep_message_hours, "21:00", "7:00", "90")
    desk.do_now(texts.keep_text, "survey", "sms", "en", "How was {{ number }}?", seen=0)
    desk.do_now(message_rules.keep_message_rules, ["on_hold"], {"delay": ("email",)}, ("21:00", "7:00", "90"))
    now = clock()
    for place, body in enumerate(("Where is it?", "STOP", "👍")):
        desk.do_now(replying.take_reply, IncomingText("sms", f"in-{place}", phone, "+358401", body, now))
    desk.do_now(replying.mark_replies_read, "sms", now, has_list=True)
    desk.do_now(opt_outs.allow_messages, "sms", phone)
    desk.do_now(opt_outs.opt_out, "email", "one@example.com", "said so")
    desk.do_now(opt_outs.allow_messages, "email", "one@example.com")
    first, second = (row.item_id for row in desk.ask_now(inbox_list.inbox_rows, now)[:2])
    desk.do_now(inbox.take_item, first)
    desk.do_now(inbox.snooze_item, second, now + timedelta(hours=2))
    desk.do_now(inbox.wake_item, second, now + timedelta(hours=1))
    desk.do_now(answering.answer_customer, order.id, "email", "At two.", first, "k1")
    desk.do_now(answering.take_back_answer, order.id, "k1", first)
    desk.do_now(answering.answer_customer, order.id, "email", "At two.", first)
    desk.do_now(inbox.open_item_again, first)
    desk.do_now(answering.assign_item, first, "SO-51")
    desk.do_now(inbox.close_item, first)
    desk.do_now(answering.note_on_customer, order.id, "She is at home.")
    token, _ = desk.do_now(links.make_link, other.id, LinkKind.SLOT)
    desk.do_now(pushing.want_push, token, wanted=True)
    desk.do_now(choosing.ask_to_be_rung, token)
    desk.do_now(choosing.allow_safe_place, token, "the shed")
    desk.do_now(choosing.choose_window, token, desk.ask_now(page.page_facts, token, now).windows[0])
    desk.do_now(choosing.want_no_messages, token)
    desk.do_now(links.revoke_link, token)
    later = TimeWindow(PROMISE.start + timedelta(days=1), PROMISE.end + timedelta(days=1))
    desk.do_now(promising.ask_customer, order.id, later)
    desk.do_now(merging.merge_customers, order.customer_id, other.customer_id)
    desk.do_now(merging.part_customers, other.customer_id)

    def sent(tx: Transaction) -> int:
        message = tx.session.scalars(select(Message).where(Message.kind_of == "ask")).one()
        message.state, message.provider_id, message.sent_to = "sent", "SM1", phone
        message.sent_at, message.kind_of = tx.now - timedelta(minutes=10), "reminder"
        message.told_eta = tx.now + timedelta(minutes=10)
        return message.id

    asked = desk.do_now(sent)
    for part in (1, 2):
        desk.do_now(sms_parts.note_part_sending, asked, part, 2, phone)
    desk.do_now(sms_parts.note_part_not_taken, asked, 2)
    desk.do_now(sms_parts.take_part_receipt, "A1", phone, Receipt.DELIVERED)
    desk.do_now(sms_parts.note_part_sent, asked, 1, "a1")
    desk.do_now(receipts.doubt_silence)
    desk.do_now(receipts.take_receipt, "sms", "SM1", Receipt.UNDELIVERED)
    desk.do_now(receipts.take_bounce, Bounce("b", "SM1", "5.1.1", is_final=True))
    desk.do_now(answering.send_again, asked)
    desk.do_now(delays.note_delays)
    desk.do_now(stopping.stop_sending)
    desk.do_now(stopping.resume_sending)
    desk.do_now(nearing.note_early_stops)
    desk.do_now(nearing.note_on_the_way)


def play_erasing(desk: WatchedDesk) -> None:
    """Forget somebody of whom much is known: last of all, nothing is read of him afterwards."""
    desk.do_now(importing.take_reading, reading(incoming(60)), "more.csv")
    order = get(desk, "SO-60")
    verify_whole(desk, order)
    desk.do_now(links.make_link, order.id, LinkKind.SLOT)
    desk.do_now(answering.note_on_customer, order.id, "She is at home.")
    desk.do_now(opt_outs.opt_out, "email", order.email, "said so")
    desk.do_now(erasing.erase_customer, order.customer_id)


def play_regulars(desk: WatchedDesk) -> None:
    again = {"order": "SO-51", "days": "Mon", "slot": "14:00-16:00", "first": "", "last": "", "paused": ""}
    record = desk.do_now(regulars.keep_regular, None, again)
    desk.do_now(regulars.make_regular_orders)
    desk.do_now(regulars.remove_regular, record)


def play_delivered(desk: WatchedDesk, order_id: int) -> None:
    token, _ = desk.do_now(links.make_link, order_id, LinkKind.SURVEY)
    desk.do_now(surveying.answer_survey, token, 2, "late")
    desk.do_now(surveying.complain, token, "A cup is chipped.")

    def case(session: Session) -> int:
        items = select(InboxItem.id).where(InboxItem.order_id == order_id, InboxItem.kind_of == "wrong")
        return session.scalars(items).one()

    again = dict(list(desk.ask_now(remedies.ordered_goods, order_id).items())[:1])
    desk.do_now(remedies.settle_case, desk.ask_now(case), Remedy.REDELIVERY, "cup chipped", again)
    desk.do_now(remedies.take_back_case, desk.ask_now(case))


def play_sources(desk: WatchedDesk) -> None:
    def told(event: WriteBack) -> write_back_run.ClaimedWriteBack:
        desk.do_now(note, event)
        claimed: write_back_run.ClaimedWriteBack | None = desk.do_now(write_back_run.take_next, source)
        assert claimed is not None
        return claimed

    def note(tx: Transaction, event: WriteBack) -> None:
        noting.note_event(tx, tx.session.get_one(Order, order), event)

    shop: dict[str, Any] = {"name": "Shop", "kind": "woocommerce", "address": "https://shop.example", "options": {}}
    source = desk.do_now(live_sources.keep_source, None, **shop, own_fields={"Day": "delivery_day"})
    desk.do_now(live_sources.take_page, source, reading(incoming(40)), desk.clock())
    desk.do_now(live_sources.note_away, source, "source.away", {"detail": "503"}, desk.clock())
    desk.do_now(live_sources.note_read, source)
    desk.do_now(live_sources.pause_source, source, True)
    desk.do_now(live_sources.pause_source, source, False)
    order = get(desk, "SO-40").id
    desk.do_now(write_back_run.settle, told(WriteBack.OUT_FOR_DELIVERY), "done")
    desk.do_now(write_back_run.put_back, told(WriteBack.ATTEMPTED), "write_back.conflict", {}, final=True)
    entry = desk.ask_now(listing.open_write_backs)[0].id
    desk.do_now(write_back_run.retry, entry)
    desk.do_now(write_back_run.give_up, entry, "told by phone")
    desk.do_now(asking.note_hints, source, ("40", "40"))
    desk.do_now(asking.note_false_ring, source)
    hints = desk.ask_now(asking.hinted, source)
    desk.do_now(live_sources.take_page, source, reading(), None, ("40",), open_to="40", hints=hints)
    desk.do_now(live_sources.retire_source, source)


def changed(record: Record, **fields: str) -> dict[str, str]:
    return {**record.fields, **fields}


def play_fleet(desk: WatchedDesk) -> None:
    (depot,), (van,) = desk.ask_now(records.depots), desk.ask_now(records.vans)
    (driver,) = desk.ask_now(records.drivers)
    desk.do_now(records.keep_depot, depot.id, changed(depot, name="Kalasatama"), depot.fields)
    desk.do_now(records.keep_van, van.id, changed(van, weight="900"), van.fields)
    other_van = desk.do_now(records.keep_van, None, changed(van, name="Van 9", plate="ABC-1"))
    desk.do_now(records.keep_driver, driver.id, changed(driver, phone="+358 40 555 0101"), driver.fields)
    other = desk.do_now(records.keep_driver, None, changed(driver, name="Tuuli Koski", letter="F"))
    (shift,) = desk.ask_now(records.shifts, DAY)
    after = DAY + timedelta(days=1)
    desk.do_now(records.copy_shifts, after)
    fresh = changed(shift, driver="Tuuli Koski", van="Van 9")
    second = desk.do_now(records.keep_shift, None, fresh, after)
    desk.do_now(manning.man, after, [Crew(str(second), str(other), str(other_van))])
    desk.do_now(records.remove_shift, second)
    desk.do_now(records.remove_driver, other)
    desk.do_now(records.remove_van, other_van)
    zone = desk.do_now(zone_records.keep_zone, None, {"name": "Centre", "postcodes": "001", "vans": "", "extra": "5"})
    rule = {"zone": "Centre", "days": "Sat", "slots": "10:00-12:00", "order_by": "16:00", "order_days": "1",
            "lead": "2", "holidays": "FI"}  # fmt: skip
    desk.do_now(slot_records.remove_slot_rule, desk.do_now(slot_records.keep_slot_rule, None, rule))
    day = {"day": (DAY + timedelta(days=3)).isoformat(), "reason": "Stock count", "way": closed_days.WAYS["closed"],
           "from": "", "zone": "", "promised": closed_days.PROMISED[closed_days.RING]}  # fmt: skip
    desk.do_now(closed_days.open_day_again, desk.do_now(closed_days.keep_closed_day, None, day))
    desk.do_now(zone_records.remove_zone, zone)


def locks(desk: WatchedDesk) -> str:
    """Say of each operation of which tables it locks rows: two stations at one instant must not both go on."""
    said = "".join(f"{name}: {', '.join(sorted(tables))}\n" for name, tables in sorted(desk.played.items()) if tables)
    if os.environ.get("DISPATCH_CONSOLE_WRITE_DAY"):
        LOCKS.write_text(said, encoding="utf-8")
    return said


@pytest.mark.long
def test_what_an_act_announces_leads_every_screen_to_the_fresh_state(
    watched: WatchedDesk, clock: Clock, settings: Settings
) -> None:
    play_intake(watched)
    play_desk(watched)
    play_packing(watched, settings)
    play_planning(watched, settings)
    play_road(watched, clock, settings)
    play_fleet(watched)
    play_sources(watched)
    play_customers(watched, clock)
    play_regulars(watched)
    play_erasing(watched)
    assert watched.stale == set()
    every = {rights.name_of(function(name)) for name in set(changing()) - PARTS}
    assert every - watched.played.keys() == set()
    assert locks(watched) == LOCKS.read_text(encoding="utf-8"), "run with DISPATCH_CONSOLE_WRITE_DAY=1 if it is meant"
    assert len(queries()) > 20
    assert len([asked for asked in watched.shown if asked[0] is order_view]) == len(NUMBERS)
    assert Path(settings.papers_dir).exists() and ids(watched, Parcel)
