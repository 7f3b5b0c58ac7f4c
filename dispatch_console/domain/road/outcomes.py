"""Outcomes of a stop, with the two-digit codes that drivers write on the manifest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`action` is what the outcome axis does; `paper_code` stands in the manifest's key."""

    code: str
    paper_code: int
    action: str
    needs_recipient: bool = False
    needs_permission: bool = False
    # goods stay where nobody takes them
    alone: bool = False


OUTCOMES: dict[str, Outcome] = {
    outcome.code: outcome
    for outcome in (
        Outcome("delivered_to_recipient", 10, "deliver", needs_recipient=True),
        Outcome("delivered_third_party", 11, "deliver", needs_recipient=True),
        Outcome("delivered_mailbox", 12, "deliver", alone=True),
        Outcome("delivered_safe_place", 13, "deliver", needs_permission=True, alone=True),
        Outcome("delivered_pickup_point", 14, "deliver", alone=True),
        Outcome("delivered_partial", 15, "deliver", needs_recipient=True),
        Outcome("picked_up", 20, "pick_up", needs_recipient=True),
        Outcome("failed_not_home", 31, "fail"),
        Outcome("failed_cant_find_address", 32, "fail"),
        Outcome("failed_no_access", 33, "fail"),
        Outcome("failed_no_time", 34, "fail"),
        Outcome("failed_parcel_missing", 35, "fail"),
        Outcome("failed_missing_required_proof", 36, "fail"),
        Outcome("failed_payment_not_received", 37, "fail"),
        Outcome("failed_refused", 38, "fail"),
        Outcome("failed_damaged", 39, "fail"),
        Outcome("failed_id_check_failed", 40, "fail"),
        Outcome("unattempted", 50, "leave_unattempted"),
    )
}
