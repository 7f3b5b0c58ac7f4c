"""Sentences of errors and words of codes."""

import pytest

from dispatch_console import texts
from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused
from dispatch_console.domain.orders import lifecycle
from dispatch_console.domain.orders.requirements import Requirement
from dispatch_console.domain.road.outcomes import OUTCOMES


def test_a_refusal_names_the_roles_as_people_do() -> None:
    with pytest.raises(Refused) as refusal:
        roles.require_role("customer_service", roles.OFFICE)
    said = texts.explain(refusal.value)
    assert "customer service" in said and "order processor, supervisor" in said
    with pytest.raises(Refused) as refusal:
        roles.require_role("", roles.SUPERVISOR)
    assert "nobody" in texts.explain(refusal.value)


def test_every_code_that_is_shown_has_words() -> None:
    axes = [axis for axis in vars(lifecycle).values() if isinstance(axis, lifecycle.Axis)]
    assert len(axes) == 6
    codes = {state for axis in axes for state in axis.states}
    codes |= {str(requirement) for requirement in Requirement} | set(roles.EVERYBODY) | set(OUTCOMES)
    assert codes - set(texts.CODES) == set()


def test_a_field_of_a_line_keeps_the_name_of_its_line() -> None:
    assert texts.field("price") == "price"
    assert texts.field("LAMP-1, price") == "LAMP-1, price"
    assert texts.field("Box, large") == "Box, large"
    assert texts.field("gift_wrap") == "gift wrap"
    assert texts.plain("failed_not_home") == "not home"


def test_papers_are_counted_by_their_kind() -> None:
    assert texts.papers("manifest", 1) == "1 manifest"
    assert texts.papers("load_list", 2) == "2 load lists"
    assert texts.papers("call_sheet", 3) == "3 call sheets"
    assert texts.papers("proof", 2) == "2 × proof of delivery"


def test_a_blank_that_nobody_filled_is_a_dash() -> None:
    assert texts.sentence("order.unknown", {}) == "There is no order –."
    assert texts.sentence("no.such_code", {}) == "no.such_code"
