"""The roles, and who belongs to which group."""

import pytest

from dispatch_console.domain import roles
from dispatch_console.domain.errors import Refused


def test_groups_name_who_does_what() -> None:
    groups = {name: set(getattr(roles, name)) for name in dir(roles) if name.isupper()}
    everybody = {"order_processor", "packer", "dispatcher", "customer_service", "driver", "supervisor"}
    assert groups == {
        "EVERYBODY": everybody,
        "OFFICE": {"order_processor", "supervisor"},
        "PACKING": {"packer", "order_processor", "supervisor"},
        "LOADING": {"packer", "driver", "dispatcher", "supervisor"},
        "DISPATCH": {"dispatcher", "supervisor"},
        "DESK": {"dispatcher", "customer_service", "supervisor"},
        "ROAD": {"driver", "dispatcher", "supervisor"},
        "HANDOFF": {"driver", "dispatcher", "customer_service", "supervisor"},
        "ADDRESSES": {"order_processor", "dispatcher", "customer_service", "supervisor"},
        "SUPERVISOR": {"supervisor"},
        "BY_CUSTOMER": {"customer", "supervisor"},
        "HEARD": {"customer", *everybody},
        # over the web: one letter after the other
        "CUSTOMER": set("customer"),
    }


def test_a_role_that_is_not_named_is_refused() -> None:
    roles.require_role("packer", roles.PACKING)
    with pytest.raises(Refused) as refusal:
        roles.require_role("customer_service", roles.PACKING)
    assert refusal.value.facts == {"role": "customer_service", "allowed": roles.PACKING}
    with pytest.raises(Refused) as refusal:
        roles.require_role("", roles.SUPERVISOR)
    assert refusal.value.facts["role"] == ""
