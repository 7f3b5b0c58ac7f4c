"""Items that a site adds to the checklist of Verify: what is asked, and of which orders."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dispatch_console.domain.orders.gates import CALL, Item

PREFIX = "site-"


class Scope(StrEnum):
    """Of which orders an item is asked."""

    EVERY = "every"
    PRODUCT = "product"
    CUSTOMER = "customer"
    SOURCE = "source"
    REQUIREMENT = "requirement"
    COUNTRY = "country"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class SiteItem:
    """`value`: the SKU (`GLASS-*` for all that begin so), the customer's name, the source or the requirement.

    `is_call`: it is settled by a call, and then it is written down with whom and what was said.
    """

    id: int
    words: str
    scope: Scope
    value: str
    is_call: bool


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What of an order decides which items are asked."""

    skus: Collection[str]
    customer: str
    source: str
    requirements: Collection[str]
    country: str = ""
    payment: str = ""


def key_of(item_id: int) -> str:
    """Return the key under which the ticks of an item are kept."""
    return f"{PREFIX}{item_id}"


def as_item(item: SiteItem) -> Item:
    """Return the item as an entry of the checklist of Verify."""
    return Item(key_of(item.id), "verify", evidence=CALL if item.is_call else "tick", words=item.words)


def is_asked(item: SiteItem, order: AskedOf) -> bool:
    """Return whether an item is asked of an order."""
    return matches(item.scope, item.value, order)


def matches(scope: Scope, value: str, order: AskedOf) -> bool:
    """Return whether an order is one of those that a scope and its value mean. Upper and lower case do not matter."""
    value = value.strip().casefold()
    if scope is Scope.EVERY:
        return True
    if scope is Scope.PRODUCT:
        return any(is_product(value, sku) for sku in order.skus)
    if scope is Scope.REQUIREMENT:
        return value in order.requirements
    one = {
        Scope.CUSTOMER: order.customer,
        Scope.SOURCE: order.source,
        Scope.COUNTRY: order.country,
        Scope.PAYMENT: order.payment,
    }
    return value == one[scope].strip().casefold()


def is_product(value: str, sku: str) -> bool:
    """Return whether a SKU is meant: `GLASS-*` means all that begin so."""
    value, sku = value.strip().casefold(), sku.casefold()
    return sku.startswith(value[:-1]) if value.endswith("*") else value == sku
