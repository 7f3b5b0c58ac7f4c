"""Words for what came of a stop, long and short."""

from dispatch_console.language import Words, mark

OUTCOMES = Words(
    {
        "delivered_to_recipient": mark("delivered to the customer"),
        "delivered_third_party": mark("delivered to another person"),
        "delivered_safe_place": mark("left in the safe place"),
        "delivered_mailbox": mark("left in the mailbox"),
        "delivered_pickup_point": mark("left at the pick-up point"),
        "delivered_partial": mark("delivered in part"),
        "picked_up": mark("picked up"),
        "failed_not_home": mark("nobody home"),
        "failed_cant_find_address": mark("address not found"),
        "failed_no_access": mark("no access"),
        "failed_no_time": mark("no time left"),
        "failed_parcel_missing": mark("parcel missing"),
        "failed_missing_required_proof": mark("proof missing"),
        "failed_payment_not_received": mark("not paid"),
        "failed_refused": mark("refused"),
        "failed_damaged": mark("damaged"),
        "failed_id_check_failed": mark("identity check failed"),
        "unattempted": mark("not attempted"),
    }
)

# beside the code of the sheet, where a line has little room
OUTCOMES_SHORT = Words(
    {
        "delivered_to_recipient": mark("customer"),
        "delivered_third_party": mark("other person"),
        "delivered_safe_place": mark("safe place"),
        "delivered_mailbox": mark("mailbox"),
        "delivered_pickup_point": mark("pick-up point"),
        "delivered_partial": mark("in part"),
        "picked_up": mark("picked up"),
        "failed_not_home": mark("nobody home"),
        "failed_cant_find_address": mark("no such address"),
        "failed_no_access": mark("no access"),
        "failed_no_time": mark("no time left"),
        "failed_parcel_missing": mark("parcel missing"),
        "failed_missing_required_proof": mark("proof missing"),
        "failed_payment_not_received": mark("not paid"),
        "failed_refused": mark("refused"),
        "failed_damaged": mark("damaged"),
        "failed_id_check_failed": mark("identity failed"),
        "unattempted": mark("not attempted"),
    }
)
# where goods were left, to the customer whose they are
LEFT_IN = Words(
    {
        "delivered_mailbox": mark("in your mailbox"),
        "delivered_pickup_point": mark("at the pick-up point"),
        "delivered_safe_place": mark("at the place that was agreed"),
    }
)
