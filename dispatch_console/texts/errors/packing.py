"""Sentences of errors of the packing bench, its products and its boxes."""

from dispatch_console.language import mark

PACKING = {
    "bench_call.ended": mark("That bench does not wait any more."),
    "bench_call.answered": mark("{by} said already that he comes."),
    "box.unknown": mark("There is no box {box}. Settings, Boxes says which there are."),
    "box.twice": mark("There is a box called {name} already."),
    "finding.unknown": mark("That was settled meanwhile."),
    "item.no_call": mark("This is settled by a call: say with whom you spoke, and what was said."),
    "item.which": mark("Say which one is meant: {scope}."),
    "line.unknown": mark("Order {number} no longer has this line. Its source changed it; look again."),
    "line.quantity": mark("The quantity must be a whole number of at least 1."),
    "pack.packed": mark(
        "Order {number} is packed: {count} parcel(s). Nothing was changed; F10 prints the labels again."
    ),
    "pack.closed": mark("Order {number} is closed. Nothing is packed for it."),
    "pack.not_all_in": mark("Not yet: {count} items are not in the box. Look at all of them once they are."),
    "pack.too_many_found": mark("More pieces of {item} than are still to be packed."),
    "pack.nothing_to_wait_for": mark("Nothing of order {number} waits. Press 4 at the item that it waits for."),
    "pack.part_cash": mark(
        "Cash is due for order {number}, and the price of {item} is not known: a part of it cannot be collected."
        " Let the whole order wait (4), or ask the office."
    ),
    "pack.box_empty": mark("The open box is still empty."),
    "pack.line_full": mark("{item} is complete."),
    "pack.not_open": mark("Order {number} is not being packed."),
    "pack.on_hold": mark("Order {number} is on hold: {reason}. The office releases it."),
    "pack.no_order": mark("That is {item}, and no order is open: Enter takes the next one."),
    "pack.not_in": mark("No {item} is in a box of this order."),
    "pack.which_serial": mark("Pieces of {item} have serials: scan the one that you take out."),
    "pack.not_sealable": mark("Not yet: {missing} is still open."),
    "pack.not_verified": mark("Order {number} is not verified yet."),
    "pack.scan_only": mark("{item} looks like another product: scan each one."),
    "pack.weight": mark("“{weight}” is not a weight. Type kilograms, such as 2.7."),
    "photo.gone": mark("That photo is withdrawn already, or shows nothing."),
    "photo.unreadable": mark("That is no photo: a JPEG or PNG of up to 10 MB is."),
    "product.unknown": mark("{sku}, {name}, is not in Products: its weight, size and barcode are not known."),
    "product.sku_is_code": mark("The SKU {sku} is a barcode of {other} too: the bench asks which one it is."),
    "product.pack_or_piece": mark(
        "The shop says that {code} is one {sku}, Products say that it is a pack of {count}. The bench stops at it."
    ),
    "product.code_elsewhere": mark("The shop says that {code} is {sku}, Products say that it is {other}."),
    "product.twice": mark("There is a product {sku} already. Find it in the list and change it there."),
    "product.code_taken": mark("{sku}, {name}, has this code already. Two products that share it must look alike."),
    "product.code": mark("“{value}” is no barcode: a spreadsheet made a number of it, or it is too long. Scan it in."),
    "product.pack": mark("“{value}” is no pack. Write pieces and code: 6: 14006381333938."),
    "product.asks": mark("“{value}” cannot be asked of a piece. Possible are {known}."),
    "products.no_sku": mark("{file} has no column for the SKU. Its columns are: {columns}. Call one of them SKU."),
    "scan.long": mark("That is no code of a product: it has more than {most} signs."),
}
