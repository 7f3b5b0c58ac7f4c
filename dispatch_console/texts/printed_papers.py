"""Words for papers: their names, why one is stale, why a label or a page of a scan is in doubt."""

from dispatch_console.language import Words, mark

# papers that lie in a box beside the goods
ENCLOSED = Words(
    {
        "packing_slip": mark("Packing slip"),
        "invoice": mark("Invoice"),
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
        "window_moved": mark("a customer on it agreed to another time"),
        "address_changed": mark("its address was changed"),
        "name_changed": mark("its name or number was changed"),
        "goods_changed": mark("its goods or parcels were changed"),
        "promise_changed": mark("its time was changed"),
        "stop_changed": mark("its van or stop was changed"),
        "packed_anew": mark("its order is packed anew"),
        "label_replaced": mark("a newer label was printed"),
        "printed_again": mark("a newer one was printed"),
    }
)

# why nobody knows whether a label is on paper
PRINTER_STATES = Words(
    {
        "paper_out": mark("the roll ended while it printed. Put a new one in and look what comes out."),
        "ribbon_out": mark("the ribbon ended while it printed. Put a new one in and look what comes out."),
        "head_open": mark("the printer is open. Close it and look what comes out."),
        "paused": mark("the printer is paused. Press its pause key and look what comes out."),
        "silent": mark("the printer does not answer. Look at paper and head."),
        "broken_off": mark("the connection ended on the way. Look at the printer."),
        "ready": mark("it still waits in the printer. Look at it."),
    }
)

# why a page of a scan was not read
UNREAD = Words(
    {
        "no_code": mark("no code of a sheet on it"),
        "damaged": mark("its code is damaged"),
        "unknown": mark("no such sheet was printed here"),
        "marks": mark("its corners and lines do not show: type it, or scan it flat"),
        "blank": mark("blank"),
        "unreadable": mark("cannot be read as a picture or PDF"),
    }
)
