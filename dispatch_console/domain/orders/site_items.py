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


def key_of(item_id: int) -> str:
    """Return the key under which the ticks of an item are kept."""
    return f"{PREFIX}{item_id}"


def as_item(item: SiteItem) -> Item:
    """Return the item as an entry of the checklist of Verify."""
    return Item(key_of(item.id), "verify", evidence=CALL if item.is_call else "tick", words=item.words)


def is_asked(item: SiteItem, order: AskedOf) -> bool:
    """Return whether an item is asked of an order. Upper and lower case do not matter."""
    value = item.value.strip().casefold()
    if item.scope is Scope.EVERY:
        return True
    if item.scope is Scope.PRODUCT:
        skus = [sku.casefold() for sku in order.skus]
        return any(sku.startswith(value[:-1]) for sku in skus) if value.endswith("*") else value in skus
    if item.scope is Scope.REQUIREMENT:
        return value in order.requirements
    return value == (order.customer if item.scope is Scope.CUSTOMER else order.source).strip().casefold()
