"""What earlier orders say of a customer: how many there were, and whether this one goes to another door."""

from dataclasses import replace

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import detail
from dispatch_console.application.orders.customer_history import CustomerHistory, customer_history
from dispatch_console.application.orders.order_view import order_view
from dispatch_console.domain.orders.incoming import IncomingAddress, IncomingOrder
from dispatch_console.store.transaction import Transaction
from tests.builders.received import incoming, reading

HOME = incoming(1).address
WORK = IncomingAddress(line1="Kauppakatu 3", postcode="15140", city="Lahti", country="FI")
HOME_TEXT, WORK_TEXT = "Bulevardi 1, 00120 Helsinki", "Kauppakatu 3, 15140 Lahti"


def of_one_customer(number: int, address: IncomingAddress) -> IncomingOrder:
    return replace(incoming(number, quantity=number), email="one@example.com", address=address)


def known(desk: Desk, number: str) -> CustomerHistory:
    return desk.ask_now(order_view, desk.ask_now(detail.id_of, number)).customer_history


def deliver(tx: Transaction, *numbers: str) -> None:
    for number in numbers:
        detail.by_number(tx.session, number).outcome = "delivered"


def test_another_door_than_before_is_said_with_how_often_the_usual_one_was(desk: Desk) -> None:
    orders = [of_one_customer(number, HOME if number < 4 else WORK) for number in (1, 2, 3, 4, 5)]
    desk.do_now(importing.take_reading, reading(*orders), "f")
    assert known(desk, "SO-4") == CustomerHistory(4)
    desk.do_now(deliver, "SO-1", "SO-2", "SO-3")
    assert known(desk, "SO-3") == CustomerHistory(3)
    assert known(desk, "SO-4") == CustomerHistory(4, HOME_TEXT, 3)
    # once it went there it is known
    desk.do_now(deliver, "SO-4")
    assert known(desk, "SO-5") == CustomerHistory(5)
    assert known(desk, "SO-1") == CustomerHistory(1)


def test_of_several_doors_the_one_that_was_most_often_delivered_to_is_named(desk: Desk) -> None:
    third = replace(WORK, line1="Kauppakatu 99")
    orders = [of_one_customer(n, address) for n, address in ((1, HOME), (2, WORK), (3, WORK), (4, third))]
    desk.do_now(importing.take_reading, reading(*orders, replace(incoming(9), address=third)), "f")
    desk.do_now(deliver, "SO-1", "SO-2", "SO-3")
    assert known(desk, "SO-4") == CustomerHistory(4, WORK_TEXT, 2)
    # of another customer nothing is told
    assert known(desk, "SO-9") == CustomerHistory(1)


def test_only_the_latest_orders_are_looked_at(desk: Desk) -> None:
    desk.do_now(importing.take_reading, reading(*(of_one_customer(n, HOME) for n in range(1, 510))), "f")
    looked = desk.ask_now(lambda session: customer_history(session, detail.by_number(session, "SO-509")))
    assert looked == CustomerHistory(501)
