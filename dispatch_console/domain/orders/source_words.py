"""The words by which shops and planning programs name states, payments and ways to the customer, and what they mean.

Words are compared without capitals, accents and signs; a phrase counts where it stands as whole words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

UNKNOWN = "unknown"

# states of an order
WORK, HELD, DRAFT, FAILED, CANCELLED, REFUNDED, TRASHED, COMPLETED = (
    "work", "held", "draft", "failed", "cancelled", "refunded", "trashed", "completed",
)  # fmt: skip
_STATES = {
    WORK: (
        "processing", "pending", "open", "new", "confirmed", "paid", "unfulfilled", "unshipped", "partial",
        "partially shipped", "partially fulfilled", "in progress", "ready", "ready to ship", "awaiting shipment",
        "awaiting fulfillment", "accepted", "placed", "received", "scheduled", "unscheduled", "unassigned", "assigned",
        "sale", "active", "backordered", "preparing", "dispatched", "created",
    ),
    HELD: (
        "on hold", "hold", "held", "holded", "payment review", "pending payment", "awaiting payment", "fraud",
        "suspected fraud", "manual verification required",
    ),
    DRAFT: ("draft", "checkout draft", "auto draft", "quote", "quotation", "sent", "incomplete", "abandoned", "cart"),
    FAILED: ("failed", "payment failed", "declined", "rejected", "expired"),
    CANCELLED: (
        "cancelled", "canceled", "cancel", "void", "voided", "storniert", "peruttu", "annule", "cancelado", "anulowane",
    ),
    REFUNDED: ("refunded", "returned"),
    TRASHED: ("trash", "trashed", "deleted", "archived", "removed", "restocked"),
    COMPLETED: (
        "completed", "complete", "fulfilled", "shipped", "delivered", "done", "closed", "finished", "collected",
        "picked up", "success", "valmis", "abgeschlossen", "termine", "versendet",
    ),
}  # fmt: skip

# payments
SETTLED, OPEN = "settled", "open"
_PAYMENTS = {
    SETTLED: ("paid", "partially refunded", "refunded", "settled", "captured", "bezahlt", "maksettu", "paye", "pagado"),
    OPEN: ("pending", "unpaid", "authorized", "authorised", "partially paid", "due", "open", "expired", "voided"),
}
_CASH = (
    "cod", "c o d", "cash", "cash on delivery", "cash on hand", "collect on delivery", "pay on delivery",
    "payment on delivery", "nachnahme", "barzahlung", "contre remboursement", "contrassegno",
    "alla consegna", "contra reembolso", "contra entrega", "rembours", "postiennakko", "postforskott", "efterkrav",
    "za pobraniem", "dobirka", "utanvet", "ramburs", "наложенным платежом", "наложенный платеж",
)  # fmt: skip
_TERMS = (
    "net", "invoice", "on account", "rechnung", "auf rechnung", "lasku", "laskulla", "facture", "fattura", "factura",
    "faktura", "purchase order", "payment terms", "due on receipt", "due on fulfillment",
)  # fmt: skip

# ways to the customer, as `Handover` names them. The first that is found counts: a locker is no counter of ours
_METHODS = {
    UNKNOWN: (
        "pickup point", "pick up point", "parcel shop", "service point", "locker", "packstation", "paketshop",
        "noutopiste", "pakettiautomaatti", "point relais", "paczkomat", "parcel box",
    ),
    "pick_up": ("return pickup", "pick up from customer", "collect from customer", "ruckholung"),
    "collection": (
        "pickup", "pick up", "local pickup", "local_pickup", "click and collect", "click collect", "click n collect",
        "collect", "collection", "in store", "store pickup", "counter", "abholung", "selbstabholung", "abholer",
        "selbstabholer", "nouto", "noudetaan", "afhalen", "ophalen", "afhaling", "retrait", "enlevement", "ritiro",
        "recogida", "recoger", "retirada", "retiro", "hamtas", "upphamtning", "avhamtning", "afhentning", "hentes",
        "odbior osobisty", "osobni odber", "самовывоз",
    ),
}  # fmt: skip
# what planning programs call the kind of a stop, alone in its cell
_KINDS = {
    "delivery": ("d", "delivery", "dropoff", "drop off", "0"), "pick_up": ("p", "pickup", "pick up", "collection", "1"),
    "task": ("t", "task", "service"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a text in lower case without accents and signs, one space between words."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("ø", "o").replace("ł", "l").replace("&", " and "))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+|_", " ", bare).split())


@lru_cache(maxsize=4096)
def state(text: str) -> str:
    """Return what the state of an order means."""
    return _exactly(text, _STATES)


@lru_cache(maxsize=4096)
def payment(text: str) -> str:
    """Return whether a state of payment means that nothing is to be paid any more."""
    return _exactly(text, _PAYMENTS)


@lru_cache(maxsize=4096)
def method(text: str) -> str:
    """Return the handover that a way to the customer means: `delivery` for whatever is no other."""
    words = plain(text)
    for meaning, phrases in _METHODS.items():
        if _stands_in(words, phrases):
            return meaning
    return "delivery"


@lru_cache(maxsize=4096)
def kind(text: str) -> str:
    """Return the handover that a planning program means by the kind of a stop."""
    return _exactly(text, _KINDS)


@lru_cache(maxsize=4096)
def is_cash(text: str) -> bool:
    """Return whether a way to pay is cash at the door."""
    return _stands_in(plain(text), _CASH)


@lru_cache(maxsize=4096)
def is_terms(text: str) -> bool:
    """Return whether a way to pay is an invoice, to be paid later."""
    return _stands_in(plain(text), _TERMS)


def _exactly(text: str, table: Mapping[str, tuple[str, ...]]) -> str:
    words = plain(text)
    return next((meaning for meaning, names in table.items() if words in names), UNKNOWN)


def _stands_in(words: str, phrases: Iterable[str]) -> bool:
    padded = f" {words} "
    return any(f" {plain(phrase)} " in padded for phrase in phrases)
