"""Each operation names the roles that may do it; the Desk asks before it begins."""

from collections.abc import Callable
from typing import Any, TypeVar

from dispatch_console.domain.roles import SUPERVISOR, require_role
from dispatch_console.store.transaction import Actor

Operation = TypeVar("Operation", bound=Callable[..., Any])
_NAMED = "allowed_roles"


def allowed(roles: tuple[str, ...]) -> Callable[[Operation], Operation]:
    """Mark an operation with who may do it."""

    def mark(operation: Operation) -> Operation:
        setattr(operation, _NAMED, roles)
        return operation

    return mark


def roles_of(operation: Callable[..., Any]) -> tuple[str, ...]:
    """Who may do an operation; one that names nobody is the supervisor's."""
    found: tuple[str, ...] = getattr(operation, _NAMED, SUPERVISOR)
    return found


def require_right(actor: Actor, operation: Callable[..., Any]) -> None:
    """Errors: Refused `right.missing`."""
    require_role(actor.role, roles_of(operation))
