"""Sentences of errors of orders and what belongs to them."""

from dispatch_console.language import mark

ORDERS = {
    "address.empty": mark("The street is empty. Type it here, or correct it at the source and import again."),
    "address.no_street": mark("An address needs a street. Type it, with the house number."),
    "change.open": mark(
        "The source of order {number} says something else now. Take the change (T), then verify again."
    ),
    "change.on_its_way": mark("Order {number} is on its way. Ring the driver; what changed is taken when it is back."),
    "change.loaded": mark(
        "Order {number} is in a van. Leave it behind at the load-out first (F4), then take the change."
    ),
    "change.partial": mark(
        "An earlier version kept only a part of what changed in order {number}. Import "
        "its file again, then take the change."
    ),
    "change.nothing_taken": mark("Nothing of the change of order {number} was chosen. Keep ours (O) instead."),
    "change.none": mark("The source of order {number} has nothing new."),
    "code.damaged": mark("“{scan}” looks like one of our codes, but its check digits are wrong. Scan it again."),
    "gate.open": mark("Not yet: {missing} is still open."),
    "gate.passed": mark("Order {number} is sealed behind this check, or leaving: its ticks stay as evidence."),
    "hand.quantity": mark("How many? Type whole pieces."),
    "hand.known": mark("An order {number} was entered by hand before. Give it another number, or leave it empty."),
    "hand.no_name": mark("Whose order is it? Type the name."),
    "hand.day": mark("This is no day of the calendar, or it lacks the year. Type it as 24.12.2026."),
    "hand.hours": mark("These are no hours of one day. Type them as 10-12, the beginning first."),
    "hand.no_line": mark("Each line needs a product: its name, or the SKU of one that is known."),
    "item.requirement": mark("“{value}” is not a requirement we know. Known are: {known}."),
    "item.no_pin": mark("Order {number} has no pin yet. Set it on the map first."),
    "item.unknown": mark("The checklist has no item “{item}”."),
    "lifecycle.illegal": mark("Order {number} {standing}{who}: this cannot be done with it now."),
    "order.rows_differ": mark("This row of the order says something else than its first row."),
    "order.too_many_lines": mark("The order has {value} lines; {most} is the most."),
    "order.too_many_fields": mark("The order brings {value} fields of its own; {most} is the most."),
    "order.cancelled": mark("Cancelled at the source: it is kept, and not delivered."),
    "order.held": mark("Order {number} is held by {by} at {station}."),
    "order.no_number": mark("The row has no order number."),
    "order.not_an_object": mark("This entry is not an order."),
    "order.nothing_to_deliver": mark("No line of this order needs delivery."),
    "order.number_elsewhere": mark(
        "An open order of {source} has this number too. Both are kept; papers carry our own code."
    ),
    "order.number_twice": mark(
        "The order number stands twice in the file with different orders; the first one was taken."
    ),
    "order.on_a_route": mark("Order {number} stands on a route. Take it off first (Routes, U)."),
    "order.on_its_way": mark("Order {number} is on its way."),
    "order.ambiguous": mark(
        "More than one order has the number {number}: {orders}. Scan the code at the "
        "foot of its slip, or choose it in the list."
    ),
    "order.unknown": mark("There is no order {number}."),
    "order.not_mine": mark("Order {number} is not on this bench."),
    "phone.short": mark("This telephone number is short. It is kept; ring it before you verify."),
    "phone.unreadable": mark("“{value}” is not a telephone number that can be rung."),
    "pin.impossible": mark("This is not a place on the map."),
    "pin.unreadable": mark("This is not a place. Type latitude and longitude, such as 60.1699, 24.9384."),
    "requirement.unknown": mark("“{value}”: we know no such requirement. It stands among the instructions."),
    "twin.none": mark("No other order looks like {number}."),
}
