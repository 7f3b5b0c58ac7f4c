"""Words for plans: why an order has no route, what breaks, what was changed by hand."""

from dispatch_console.language import Words, mark

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
