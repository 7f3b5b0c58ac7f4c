"""What went wrong on a day and was decided since stands apart from what is still to be decided."""

from datetime import timedelta

from dispatch_console.application.desk import Desk
from dispatch_console.application.planning import day_board
from dispatch_console.application.promises import promising
from dispatch_console.application.road import correcting, doorstep, next_attempt, settled
from dispatch_console.application.road.correcting import Right
from dispatch_console.domain.road.proof import HandoffFacts
from dispatch_console.domain.values import TimeWindow
from tests.builders.days import PROMISE, out_on_the_road
from tests.builders.fleet import DAY
from tests.builders.sample_orders import get
from tests.conftest import Clock

NOT_HOME = HandoffFacts(outcome="failed_not_home")
NUMBERS = ("1002", "1004", "1006")


def test_a_miss_is_open_until_it_is_decided_and_then_says_what_became_of_it(desk: Desk, clock: Clock) -> None:
    clock.now = PROMISE.start - timedelta(minutes=30)
    out_on_the_road(desk, NUMBERS)
    clock.forward(timedelta(minutes=45))
    first, second, third = (get(desk, number).id for number in NUMBERS)
    records = [
        desk.do_now(doorstep.hand_over, order, NOT_HOME, through="phone", signature=None)
        for order in (first, second, third)
    ]

    def open_ones() -> set[int]:
        board = desk.ask_now(day_board.day_board, DAY, clock.now)
        return {order for stop in board.stops if stop.unsettled for order in stop.order_ids}

    def decided() -> dict[int, str]:
        return {row.order_id: row.became for row in desk.ask_now(settled.settled, DAY)}

    assert (open_ones(), decided()) == ({first, second, third}, {})
    window = TimeWindow(PROMISE.end, PROMISE.end + timedelta(hours=1))
    desk.do_now(next_attempt.rebook, [first], window)
    desk.do_now(next_attempt.give_up, [second], "he moved away")
    facts = HandoffFacts(outcome="delivered_third_party", recipient="Olli", relation="neighbour", said_name=True,
                         said_number=True, on_paper=True, has_signature=True)  # fmt: skip
    desk.do_now(correcting.correct, records[2], Right(facts=facts, acted_at=clock.now, signature=None, note=""),
                why="wrong_code")  # fmt: skip
    # what comes back for good is no exception any more
    assert open_ones() == set()
    assert decided() == {first: "again", second: "for_good", third: "corrected"}
    again = next(row for row in desk.ask_now(settled.settled, DAY) if row.order_id == first)
    assert (again.start, again.end, again.agreed) == (window.start, window.end, False)
    desk.do_now(promising.confirm, first, window)
    assert next(row for row in desk.ask_now(settled.settled, DAY) if row.order_id == first).agreed
