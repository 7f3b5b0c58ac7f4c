"""Each operation has a name, which the journal stores, and the roles that may do it; the Desk asks first."""

from collections.abc import Callable
from typing import Any, TypeVar

from dispatch_console.domain.roles import SUPERVISOR, require_role
from dispatch_console.store.transaction import Actor

Operation = TypeVar("Operation", bound=Callable[..., Any])
_NAME, _ROLES = "operation_name", "operation_roles"


def operation(name: str, roles: tuple[str, ...]) -> Callable[[Operation], Operation]:
    """Mark a function as an operation. `name` stays the same when the function is renamed: the journal holds it."""

    def mark(function: Operation) -> Operation:
        setattr(function, _NAME, name)
        setattr(function, _ROLES, roles)
        return function

    return mark


def name_of(function: Callable[..., Any]) -> str:
    """Return the name under which the journal stores an operation."""
    name: str = getattr(function, _NAME, function.__name__)
    return name


def roles_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return who may do an operation; one without a mark is the supervisor's."""
    roles: tuple[str, ...] = getattr(function, _ROLES, SUPERVISOR)
    return roles


def require_right(actor: Actor, function: Callable[..., Any]) -> None:
    """Require that an actor may do an operation. Errors: Refused `right.missing`."""
    require_role(actor.role, roles_of(function))
