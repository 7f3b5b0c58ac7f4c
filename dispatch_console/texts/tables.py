"""Words for the codes that screens and papers show."""

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
STANDING = Words(
    {
        ("verification", "new"): mark("is not verified yet"),
        ("verification", "verified"): mark("is verified"),
        ("verification", "on_hold"): mark("is kept back by somebody"),
        ("verification", "rejected"): mark("was refused by somebody here"),
        ("verification", "changed"): mark("says something else at its source now"),
        ("packing", "waiting"): mark("is not being packed"),
        ("packing", "in_progress"): mark("is on a packer's bench"),
        ("packing", "reopened"): mark("has to be packed again"),
        ("packing", "packed"): mark("is packed"),
        ("appointment", "unset"): mark("has no window"),
        ("appointment", "proposed"): mark("has a window that the customer has not agreed to"),
        ("appointment", "lapsed"): mark("has no window any more"),
        ("appointment", "confirmed"): mark("has a window that the customer agreed to"),
        ("appointment", "moved"): mark("has a window that cannot be kept; its customer is to be rung"),
        ("dispatch", "unplanned"): mark("is on no route"),
        ("dispatch", "planned"): mark("is on a route that is not published"),
        ("dispatch", "on_manifest"): mark("is on a published route and not in its van yet"),
        ("dispatch", "loaded"): mark("is in its van, which has not left"),
        ("dispatch", "out"): mark("is on its way"),
        ("dispatch", "at_door"): mark("is at the customer's door"),
        ("dispatch", "done"): mark("has its record of the door"),
        ("outcome", "none"): mark("has no record of the door yet"),
        ("outcome", "delivered"): mark("was handed over"),
        ("outcome", "failed"): mark("could not be handed over"),
        ("outcome", "picked_up"): mark("was fetched at the counter"),
        ("outcome", "unattempted"): mark("was brought back without a try"),
        ("closure", "open"): mark("is not closed"),
        ("closure", "reconciled"): mark("is accounted for and closed"),
        ("closure", "cancelled"): mark("was called off"),
    }
)
NOT_SENT = Words(
    {
        "told_already": mark("the customer was told already"),
        "opted_out": mark("the customer wants no messages"),
        "no_address": mark("there is no e-mail address"),
        "bad_address": mark("the e-mail address cannot be one"),
        "not_loaded": mark("its parcels are not in the van"),
        "stop_done": mark("the stop is done"),
        "stop_passed": mark("the van has passed"),
        "outside_promise": mark("the van comes outside the promised time"),
        "not_delivered": mark("it is not delivered"),
        "not_missed": mark("it is not missed any more"),
        "smtp.recipient": mark("the mail server refuses the address"),
        "smtp.refused": mark("the mail server refuses the message"),
        "smtp.later": mark("the mail server would not take it, however often it was tried"),
    }
)
# what each operation was in the life of an order; "keep", "load", "reserve" and "take" stand in older journals
HISTORY = Words(
    {
        "take_reading": mark("Order received from the shop"),
        "verify": mark("Verified"),
        "seal": mark("Packed and sealed"),
        "confirm": mark("Window confirmed"),
        "keep_plan": mark("Put on a route"),
        "edit": mark("Moved by hand"),
        "undo": mark("An edit was undone"),
        "redo": mark("An edit was done again"),
        "take": mark("Put on a route"),
        "call_off": mark("Its van was called off"),
        "publish": mark("On the manifest"),
        "load_parcel": mark("Loaded"),
        "depart": mark("The van left the depot"),
        "load": mark("Loaded"),
        "arrive": mark("Arrived at the door"),
        "hand_over": mark("Recorded at the door"),
        "rebook": mark("Next attempt agreed"),
        "leave_behind": mark("Left behind at the depot"),
        "reconcile": mark("Accounted for"),
        "reserve": mark("Paper printed"),
        "keep": mark("Paper filed"),
        "file_labels": mark("Labels printed"),
        "adopt_speeds": mark("Driving speeds learnt"),
        "ask_for_another_day": mark("Another day asked for"),
        "call_back": mark("A driver was called back"),
        "cancel": mark("Cancelled"),
        "claim_message": mark("Message being sent"),
        "copy_shifts": mark("Shifts copied"),
        "count_by_hand": mark("Item counted by hand"),
        "file_order_sheet": mark("Paper filed"),
        "file_route_sheet": mark("Route paper filed"),
        "forget_speeds": mark("Driving speeds forgotten"),
        "forget_variant": mark("A kept plan was removed"),
        "hold_for_me": mark("Taken by a packer"),
        "keep_depot": mark("A depot was changed"),
        "keep_driver": mark("A driver was changed"),
        "keep_product": mark("A product was changed"),
        "keep_shift": mark("A shift was changed"),
        "keep_van": mark("A van was changed"),
        "keep_variant": mark("A plan was kept beside"),
        "keep_zone": mark("A zone was changed"),
        "lock_routes": mark("Its van was locked or unlocked"),
        "lock_stop": mark("Its stop was locked or unlocked"),
        "look_again": mark("Looked for again"),
        "man": mark("A van was given a driver"),
        "mark_missing": mark("Parcel missing at the van"),
        "must_be_rung": mark("To be rung again"),
        "new_parcel": mark("Another parcel"),
        "note_access": mark("Way in noted"),
        "note_mailed": mark("Paper mailed"),
        "number_order_sheet": mark("Paper numbered"),
        "number_route_sheets": mark("Route papers numbered"),
        "offer": mark("Windows offered"),
        "promise_holds": mark("Its promise holds again"),
        "put_away_row": mark("A row of a file was put away"),
        "put_back_message": mark("Message put back"),
        "put_down": mark("Put down by the packer"),
        "remove_driver": mark("A driver was removed"),
        "remove_shift": mark("A shift was removed"),
        "remove_van": mark("A van was removed"),
        "remove_zone": mark("A zone was removed"),
        "replace_region": mark("The region was replaced"),
        "set_up_depot": mark("A depot was set up"),
        "set_up_shift": mark("A shift was set up"),
        "settle_message": mark("Message settled"),
        "take_plan": mark("Put on a route"),
        "take_variant": mark("Put on a route by a kept plan"),
        "tick_paper": mark("Paper in the box"),
        "tick": mark("Checklist item ticked"),
        "untick": mark("Tick taken back"),
        "waive": mark("Checklist item waived"),
        "hold": mark("Put on hold"),
        "release": mark("Taken off hold"),
        "reject": mark("Rejected"),
        "take_change": mark("Change of the source taken"),
        "start": mark("Packing begun"),
        "scan": mark("Item scanned"),
        "weigh": mark("Weighed"),
        "note_call": mark("Called"),
        "set_pin": mark("Pin set"),
    }
)
MILESTONES = frozenset(
    ("take_reading", "verify", "seal", "confirm", "keep_plan", "publish", "load_parcel", "depart", "arrive",
     "hand_over", "rebook", "leave_behind", "reconcile")
)  # fmt: skip
UNROUTED = Words(
    {
        "no_vehicles": mark("no van is on duty"),
        "no_vehicle_with_skill": mark("no van can do what it needs"),
        "no_van_for_zone": mark("no van of its zone is on duty"),
        "larger_than_any_van": mark("larger than any van"),
        "window_outside_shifts": mark("no van that is still here is on duty in its window"),
        "closed_to_vans": mark("its road is closed to the vans that could take it, by their size or at their hours"),
        "no_time_left": mark("no time left in its window beside the stops that stand"),
        "place_free": mark("there is a place: choose it, and 1 takes the cheapest"),
        "vans_full": mark("the vans are full"),
        "unreachable": mark("no open road leads there"),
        "collection": mark("the customer fetches it"),
        "pick_up": mark("something is to be fetched there, which no route does yet"),
        "task": mark("it is a task without goods, which no route does yet"),
        "bound_to_missing_van": mark("bound to a van that is not on duty"),
    }
)
VIOLATIONS = Words(
    {
        "late": mark("{name} is late"),
        "early": mark("{name} is not ready yet"),
        "overload": mark("more than fits into the van"),
        "overtime": mark("overtime that nobody agreed to"),
        "skill": mark("the van or the driver cannot do what {name} needs"),
        "zone": mark("the van does not drive in {name}'s zone"),
        "bound": mark("{name} is locked to another van"),
        "closed": mark("the route is locked"),
        "lock": mark("the route is locked"),
        "break.missing": mark("no room for the break"),
        "break.late": mark("the break comes too late"),
        "too.long": mark("the route takes too long"),
        "too.many": mark("too many stops"),
        "drives.too.long": mark("more driving than its van may do"),
        "drives.too.far": mark("more kilometres than its van may do"),
        "break.loaded": mark("too much on board for the break"),
        "unreachable": mark("no open road leads there"),
        "collection": mark("the customer fetches it"),
        "pick_up": mark("something is to be fetched there, which no route does yet"),
        "task": mark("it is a task without goods, which no route does yet"),
        "leaves.before.back": mark("the van is not back yet"),
    }
)
EDITS = Words(
    {
        "optimise": mark("the optimised plan"),
        "move": mark("the move"),
        "unassign": mark("taking stops off"),
        "give": mark("giving stops to another van"),
        "swap": mark("the swap of two drivers"),
        "reverse": mark("turning the route round"),
        "way_out": mark("the way out"),
        "lasso": mark("the choice on the map"),
        "call_off": mark("calling the driver off"),
    }
)
# papers that lie in a box beside the goods
ENCLOSED = Words(
    {
        "packing_slip": mark("Packing slip"),
        "lamp_warranty": mark("Lamp warranty card"),
        "care_sheet": mark("Care sheet, wool"),
    }
)

PAPERS = Words(
    {
        "manifest": mark("manifest"),
        "load_list": mark("load list"),
        "call_sheet": mark("call sheet"),
        "label": mark("label"),
        "slip": mark("slip"),
        "proof": mark("proof of delivery"),
    }
)
STALE = Words(
    {
        "route_changed": mark("its route was changed"),
        "called_off": mark("its van was called off"),
        "left_behind": mark("an order was left behind"),
        "order_changed": mark("an order on it was changed"),
        "address_changed": mark("its address was changed"),
        "name_changed": mark("its name or number was changed"),
        "goods_changed": mark("its goods or parcels were changed"),
        "promise_changed": mark("its time was changed"),
        "stop_changed": mark("its van or stop was changed"),
        "packed_anew": mark("its order is packed anew"),
    }
)
