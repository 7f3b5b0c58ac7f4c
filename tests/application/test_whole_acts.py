"""Acts of several steps happen whole or not at all; and nothing is called agreed that nobody agreed to."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dispatch_console.adapters.travel.great_circle import GreatCircle
from dispatch_console.application.customers import conversation
from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.messages import opt_outs
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.application.outgoing import asking, outbox_list, sending
from dispatch_console.application.planning import day_problem, edits, keeping, unrouted
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.promises import call_results, calls, promising
from dispatch_console.application.road import doorstep, next_attempt
from dispatch_console.application.routes import day_plan
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.incoming import FileColumns
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Operation, PromiseEntry, SourceMapping
from dispatch_console.ui.customers import words as conversation_words
from dispatch_console.ui.orders import facts as order_facts
from dispatch_console.ui.tracking import ways_out
from tests.builders.days import out_on_the_road, plan_day, prepare, ready_orders
from tests.builders.fleet import DAY
from tests.builders.mails import body, smtp
from tests.builders.received import incoming, reading
from tests.builders.sample_orders import get
from tests.conftest import Clock
from tests.mail_server import MailBox

MISSED = HandoffFacts(outcome="failed_not_home")


def operations(desk: Desk) -> int:
    return len(desk.ask_now(lambda session: session.scalars(select(Operation.id)).all()))


def missed(desk: Desk, clock: Clock) -> None:
    out_on_the_road(desk, ("1002",))
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    desk.do_now(doorstep.hand_over, get(desk, "1002").id, MISSED, through="phone", signature=None)


def this_afternoon(clock: Clock) -> TimeWindow:
    return TimeWindow(clock.now + timedelta(hours=1), clock.now + timedelta(hours=3))


def test_bringing_back_today_is_offered_and_planned_with_and_not_confirmed(desk: Desk, clock: Clock) -> None:
    missed(desk, clock)
    window = this_afternoon(clock)
    desk.do_now(next_attempt.rebook, (get(desk, "1002").id,), window)
    order = get(desk, "1002")
    assert (order.appointment, order.attempt, order.outcome) == ("proposed", 2, "none")
    assert (order.promise_start, order.promise_end) == (window.start, window.end)
    # nobody agreed to it: no list calls it promised
    shown = desk.ask_now(order_view, order.id)
    where = order_facts.facts_of(shown, ZoneInfo("Europe/Helsinki"), clock(), "dispatcher").where
    assert where.startswith("Offered ") and "not agreed yet" in where
    entries = desk.ask_now(lambda session: session.scalars(select(PromiseEntry).order_by(PromiseEntry.id)).all())
    assert (entries[-1].what, entries[-1].channel, entries[-1].note) == ("offered", "message", "attempt 1 was missed")
    assert order.id in {call.order_id for call in desk.ask_now(calls.call_list, clock())}
    # it stands in the tray, and the call sheet of its route says that nobody has agreed
    assert [one.id for one in desk.ask_now(unrouted.unrouted, DAY)] == [order.id]
    desk.do_now(promising.confirm, order.id, window)
    assert get(desk, "1002").appointment == "confirmed"


def test_only_what_a_customer_said_confirms() -> None:
    """`confirm` is called by the call desk, by a customer's own page and by his plain yes; for a regular, who agreed to
    his slot once for all; and by the demo day, whose customers are invented.
    """
    import ast
    from pathlib import Path

    import dispatch_console

    package = Path(dispatch_console.__file__).parent
    callers = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "promising.confirm":
                callers.add(file.relative_to(package).as_posix())
    assert callers == {"application/planning/agreeing.py", "application/intake/regulars.py", "demo/day.py"}


@pytest.mark.parametrize("at_once", (True, False))
def test_who_was_missed_is_told_so_whatever_was_decided_since(
    desk: Desk, clock: Clock, settings: Settings, mail: tuple[MailBox, int], at_once: bool
) -> None:
    box, port = mail
    missed(desk, clock)
    desk.do_now(next_attempt.rebook, (get(desk, "1002").id,), this_afternoon(clock) if at_once else None)
    run = asyncio.run(sending.run_outbox(desk, smtp(settings, port)))
    told, *asked = box.mails
    assert told["Subject"] == "We could not deliver your order #1002"
    assert [mail["Subject"] for mail in asked] == (
        ["Does Mon 23 Nov, 14:30 to 16:30 suit you for your delivery #1002?"] if at_once else []
    )
    assert ("reminder", "stop_passed") in [(kind, reason) for _, kind, _, _, reason in run.refused]
    assert "could not hand over" in body(told)


def test_a_missed_order_without_a_new_window_has_no_promise(desk: Desk, clock: Clock) -> None:
    missed(desk, clock)
    desk.do_now(next_attempt.rebook, (get(desk, "1002").id,))
    order = get(desk, "1002")
    assert (order.appointment, order.promise_start, order.stage) == ("lapsed", None, "schedule")


def test_a_stop_of_several_orders_arrives_and_is_rebooked_whole(desk: Desk, clock: Clock) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    ids = [get(desk, number).id for number in ("1002", "1004")]
    before = operations(desk)
    desk.do_now(doorstep.arrive, ids)
    assert operations(desk) == before + 1
    assert {get(desk, number).dispatch for number in ("1002", "1004")} == {"at_door"}
    desk.do_now(doorstep.hand_over, ids[0], MISSED, through="phone", signature=None)
    clock.now = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
    past = TimeWindow(clock.now - timedelta(hours=2), clock.now - timedelta(hours=1))
    with pytest.raises(Refused, match=r"window\.past"):
        desk.do_now(next_attempt.rebook, ids, past)
    assert get(desk, "1002").outcome == "failed" and get(desk, "1002").attempt == 1
    # of a stop's orders those that were missed
    desk.do_now(next_attempt.rebook, ids, this_afternoon(clock))
    assert (get(desk, "1002").attempt, get(desk, "1004").attempt, get(desk, "1004").dispatch) == (2, 1, "at_door")


def turned_round(desk: Desk) -> tuple[DayProblem, dict[str, list[str]], str]:
    """Return a day with two promises, a sequence that breaks the one of 1004, and the visit of 1004."""
    ready_orders(desk, ("1002", "1004"))
    plan_day(desk)
    early, late = get(desk, "1002"), get(desk, "1004")
    desk.do_now(
        promising.confirm,
        late.id,
        TimeWindow(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), datetime(2026, 11, 23, 11, 20, tzinfo=UTC)),
    )
    desk.do_now(
        promising.confirm,
        early.id,
        TimeWindow(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC)),
    )
    plan_day(desk)
    prepared = prepare(desk)
    visits = {ids[0]: key for key, ids in prepared.orders.items()}
    return prepared, {"E1": [visits[early.id], visits[late.id]]}, visits[late.id]


def promises(desk: Desk) -> tuple[str, str]:
    return get(desk, "1004").appointment, get(desk, "1002").appointment


def test_an_edit_that_makes_a_stop_late_puts_it_on_the_call_desk_with_itself(desk: Desk) -> None:
    prepared, turned, late = turned_round(desk)
    before = operations(desk)
    assert desk.do_now(edits.edit, prepared, turned, "move") == (late,) and operations(desk) == before + 1
    assert promises(desk) == ("moved", "confirmed")


def test_undo_gives_back_the_promise_that_the_edit_broke(desk: Desk) -> None:
    prepared, turned, _ = turned_round(desk)
    desk.do_now(edits.edit, prepared, turned, "move")
    for _ in range(2):
        desk.do_now(edits.undo, prepare(desk))
        assert promises(desk) == ("confirmed", "confirmed")
        desk.do_now(edits.redo, prepare(desk))
        assert promises(desk) == ("moved", "confirmed")


def test_undo_keeps_what_was_agreed_on_after_the_edit(desk: Desk, clock: Clock) -> None:
    """The customer was rung and has been offered another window: the old yes says nothing of that one."""
    prepared, turned, _ = turned_round(desk)
    desk.do_now(edits.edit, prepared, turned, "move")
    clock.now += timedelta(minutes=1)
    offered = TimeWindow(datetime(2026, 11, 23, 13, 0, tzinfo=UTC), datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    desk.do_now(promising.offer, get(desk, "1004").id, offered)
    desk.do_now(edits.undo, prepare(desk))
    assert promises(desk) == ("moved", "confirmed")


def test_a_promise_that_the_next_edit_keeps_again_needs_no_call(desk: Desk, clock: Clock) -> None:
    prepared, turned, _ = turned_round(desk)
    back = {key: list(held) for key, held in prepared.visits_of_departure.items()}
    for told in (False, True):
        desk.do_now(edits.edit, prepare(desk), turned, "move")
        assert promises(desk) == ("moved", "confirmed")
        clock.now += timedelta(minutes=1)
        if told:
            desk.do_now(call_results.note_call, get(desk, "1004").id, "voicemail")
        desk.do_now(edits.edit, prepare(desk), back, "move")
        assert promises(desk) == ("moved" if told else "confirmed", "confirmed")
        desk.do_now(edits.undo, prepare(desk))
        assert promises(desk) == ("moved", "confirmed")
        desk.do_now(edits.redo, prepare(desk))
        assert promises(desk) == ("moved" if told else "confirmed", "confirmed")


def test_a_plan_that_keeps_all_takes_the_calls_back_and_one_that_is_late_makes_them(desk: Desk) -> None:
    prepared, turned, _ = turned_round(desk)
    desk.do_now(edits.edit, prepared, turned, "move")
    late = prepare(desk).standing
    plan_day(desk)
    assert promises(desk) == ("confirmed", "confirmed")
    desk.do_now(keeping.keep_plan, prepare(desk), late)
    assert promises(desk) == ("moved", "confirmed")


def test_undo_leaves_a_call_that_waited_before_the_edit(desk: Desk) -> None:
    prepared, turned, _ = turned_round(desk)
    desk.do_now(promising.must_be_rung, get(desk, "1004").id)
    desk.do_now(edits.edit, prepared, turned, "move")
    desk.do_now(edits.undo, prepare(desk))
    assert promises(desk) == ("moved", "confirmed")


def test_a_plan_is_kept_and_published_or_neither(desk: Desk) -> None:
    ready_orders(desk, ("1002",))
    prepared = desk.ask_now(day_problem.day_problem, DAY, GreatCircle())
    empty = prepared.standing
    with pytest.raises(Refused, match=r"plan\.empty"):
        desk.do_now(keeping.keep_plan, prepared, empty, publish=True)
    assert desk.ask_now(day_plan.day_plan, DAY) is None


def test_columns_are_remembered_with_the_orders_or_not_at_all(desk: Desk) -> None:
    columns = FileColumns(("No", "Street"), "shop", {"No": "number"})

    def stop(done: int, total: int) -> None:
        raise importing.Cancelled("import.cancelled")

    def kept() -> list[SourceMapping]:
        return [*desk.ask_now(lambda session: session.scalars(select(SourceMapping)).all())]

    with pytest.raises(importing.Cancelled):
        desk.do_now(importing.take_reading, reading(incoming(1)), "f", stop, columns)
    assert kept() == []
    desk.do_now(importing.take_reading, reading(incoming(1)), "f", None, columns)
    assert [found.mapping for found in kept()] == [{"No": "number"}]


def test_it_is_said_before_whether_a_missed_customer_would_be_asked(desk: Desk, clock: Clock) -> None:
    missed(desk, clock)
    order = get(desk, "1002")
    before = desk.ask_now(asking.asking, order.id, clock())
    assert (before.channel, before.to, before.reason) == ("email", order.email, "")
    assert "asked by email whether it suits" in ways_out.asks(before)
    desk.do_now(opt_outs.opt_out, "email", order.email, "STOP")
    after = desk.ask_now(asking.asking, order.id, clock())
    assert after.reason == "opted_out"
    assert "No message can ask about a time: the customer wants no messages. The call desk rings." in ways_out.asks(
        after
    )


def test_the_outbox_says_of_each_message_what_that_one_would_say(desk: Desk, clock: Clock) -> None:
    missed(desk, clock)
    order = get(desk, "1002").id
    desk.do_now(next_attempt.rebook, (order,))
    rows = {row.kind: row for row in desk.ask_now(outbox_list.outbox_rows, clock(), clock()) if row.order_id == order}
    # that attempt was missed, whatever was decided since
    told = desk.ask_now(outbox_list.preview_of, rows["missed"].message_id, clock(), Sender("", "", ""))
    assert (rows["missed"].untrue, told.reason) == ("", "")
    assert "could not hand over" in told.text


def test_a_message_that_is_to_come_says_when_it_will_not_go_any_more(desk: Desk, clock: Clock) -> None:
    out_on_the_road(desk, ("1002", "1004"))
    order = get(desk, "1002").id
    early = clock.now - timedelta(hours=1)

    def waiting() -> dict[str, str]:
        return {
            row.kind: row.untrue for row in desk.ask_now(outbox_list.outbox_rows, early, early) if row.order_id == order
        }

    def told(state: str) -> dict[str, tuple[str, str]]:
        """Return what the conversation says of the messages in a state."""
        said = desk.ask_now(conversation.conversation, get(desk, "1002").customer_id, None)
        zone = ZoneInfo("Europe/Helsinki")
        return {
            one.kind: conversation_words.head_of(one, zone, early)[1:]
            for one in said
            if one.what == "out" and one.state == state
        }

    before = waiting()
    assert before and set(before.values()) == {""}
    assert told("waiting")["reminder"][0].startswith("goes at ")
    desk.do_now(doorstep.hand_over, order, MISSED, through="phone", signature=None)
    assert waiting()["reminder"] == "stop_done"
    assert told("waiting")["reminder"] == ("will not go: the stop is done", "faint")
    desk.do_now(next_attempt.rebook, (order,))
    assert waiting()["reminder"] == "stop_passed"
