"""Every operation names who may do it, and the desk asks before it begins."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations import rights
from dispatch_console.application.orders import verifying
from dispatch_console.application.packing import scanning, sealing, starting
from dispatch_console.application.planning import edits, publishing
from dispatch_console.application.promises import call_results, promising
from dispatch_console.application.road import load_out
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders.lifecycle import AXES
from dispatch_console.store.entities import Operation
from dispatch_console.store.transaction import Actor
from tests.builders.days import PROMISE, ready_orders
from tests.builders.fleet import DAY
from tests.builders.operations import PARTS, changing, function
from tests.builders.sample_orders import get


def test_every_operation_names_who_may_do_it() -> None:
    names = set(changing())
    assert len(names) > 60 and names >= PARTS
    assert {name for name in names - PARTS if not hasattr(function(name), "operation_roles")} == set()
    assert {name for name in PARTS if hasattr(function(name), "operation_roles")} == set()


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [rights.name_of(function(name)) for name in set(changing()) - PARTS]
    assert len(names) == len(set(names))


def test_every_operation_has_words_in_the_life_of_an_order() -> None:
    names = {rights.name_of(function(name)) for name in set(changing()) - PARTS}
    assert len(names) > 70
    assert {name for name in names if not texts.history(name)} == set()


def test_only_known_roles_are_named_and_a_supervisor_may_do_everything() -> None:
    named = {name: rights.roles_of(function(name)) for name in set(changing()) - PARTS}
    named |= {f"{axis.name} {action}": axis.roles[action] for axis in AXES.values() for action in axis.roles}
    for name, may in named.items():
        assert set(may) <= {*roles.EVERYBODY, roles.CUSTOMER}, name
        assert "supervisor" in may, name


def test_an_operation_without_a_name_is_the_supervisors() -> None:
    assert rights.roles_of(lambda tx: None) == ("supervisor",)


@pytest.mark.parametrize(
    ("role", "act", "arguments"),
    (
        ("packer", verifying.hold, (1, "no card")),
        ("packer", verifying.cancel, (1,)),
        ("packer", verifying.verify, (1,)),
        ("packer", publishing.publish, (DAY,)),
        ("driver", starting.start, (1,)),
        ("driver", edits.lock_routes, (DAY, 1, True)),
        ("order_processor", load_out.depart, (1,)),
        ("customer_service", sealing.seal, (1,)),
        ("packer", promising.confirm, (1, PROMISE)),
        ("intruder", verifying.tick, (1, "verify", "customer_known")),
        ("", verifying.tick, (1, "verify", "customer_known")),
    ),
)
def test_who_may_not_is_told_who_may_and_nothing_happens(
    make_desk: Callable[[Actor], Desk], role: str, act: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    desk = make_desk(Actor("Petri", role, "Station 3"))
    with pytest.raises(Refused) as refusal:
        desk.do_now(act, *arguments)
    assert refusal.value.code == "right.missing" and "supervisor" in str(refusal.value.facts["allowed"])
    assert desk.ask_now(lambda session: session.scalars(select(Operation)).all()) == []


def test_each_does_his_own_work(desk: Desk, make_desk: Callable[[Actor], Desk]) -> None:
    ready_orders(desk, ("1002",), unpacked="1002")
    order = get(desk, "1002")
    packer = make_desk(Actor("Petri", "packer", "Station 3"))
    packer.do_now(starting.start, order.id)
    packer.do_now(scanning.scan, order.id, order.delivery_lines[0].sku)
    service = make_desk(Actor("Noor", "customer_service", "Office"))
    service.do_now(call_results.note_call, order.id, "voicemail")
