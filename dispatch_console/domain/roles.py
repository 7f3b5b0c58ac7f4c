"""The roles of the procedure, and the groups of them that transitions and operations name."""

from dispatch_console.domain.errors import Refused

EVERYBODY = ("order_processor", "packer", "dispatcher", "customer_service", "driver", "supervisor")
OFFICE = ("order_processor", "supervisor")
PACKING = ("packer", "order_processor", "supervisor")
LOADING = ("packer", "driver", "dispatcher", "supervisor")
DISPATCH = ("dispatcher", "supervisor")
DESK = ("dispatcher", "customer_service", "supervisor")
ROAD = ("driver", "dispatcher", "supervisor")
HANDOFF = ("driver", "dispatcher", "customer_service", "supervisor")
ADDRESSES = ("order_processor", "dispatcher", "customer_service", "supervisor")
SUPERVISOR = ("supervisor",)
# over the web, with a link of theirs; nobody signs in as one
CUSTOMER = "customer"
BY_CUSTOMER = (CUSTOMER, "supervisor")
# what customers say is written down by whoever hears it
HEARD = (CUSTOMER, *EVERYBODY)


def require_role(role: str, allowed: tuple[str, ...]) -> None:
    """Require that a role is among those that may. Errors: Refused `right.missing` with who may."""
    if role not in allowed:
        raise Refused("right.missing", role=role, allowed=allowed)
