"""Words on the screens for the codes of the domain."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

STAGES = {
    "verify": "Verify",
    "pack": "Pack",
    "schedule": "Schedule",
    "route": "Route",
    "load": "Load",
    "on_the_road": "On the road",
    "reconcile": "Reconcile",
    "closed": "Closed",
    "needs_attention": "Needs attention",
}
CHECKS = {
    "products_match": "Products match the order",
    "quantities_match": "Quantities match the order",
    "customer_known": "Customer and phone",
    "address_exact": "Address is exact, pin is right",
    "instructions_read": "Special instructions read",
    "age_limit_told": "Age limit told to the customer",
    "cash_told": "Amount to pay told to the customer",
    "fragile_marked": "Fragile items marked",
}
REQUIREMENTS = {
    "id_check": "ID check",
    "age_18": "18+",
    "cash_on_delivery": "Cash on delivery",
    "signature": "Signature",
    "fragile": "Fragile",
    "two_person": "2 persons",
    "lift": "Lift",
    "cold": "Cold",
    "this_way_up": "This way up",
}
QUALITY = {"exact": "Exact", "street": "Street", "postcode": "Postcode", "by_hand": "By hand", "none": "None"}
PAPERS = {"packing_slip": "Packing slip", "lamp_warranty": "Lamp warranty card", "care_sheet": "Care sheet, wool"}


def clock(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%H:%M")


def when(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """`13:00` today, `Tue 08:00` within a week, else the date."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < local.date() - today < timedelta(days=7):
        return local.strftime("%a %H:%M")
    return f"{local.day} {local:%b %H:%M}" if local.year == today.year else local.strftime("%Y-%m-%d %H:%M")


def span(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> str:
    return f"{when(start, zone, now)}–{clock(end, zone)}"


def age(since: datetime, now: datetime) -> str:
    """`12 min`, `2 h 05`, `3 d`."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    return f"{minutes // (24 * 60)} d"
