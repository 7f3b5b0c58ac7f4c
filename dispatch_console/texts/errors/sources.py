"""Sentences of errors of order files and shops, while they are read."""

from dispatch_console.language import mark

SOURCES = {
    "bell.body": mark("The ring names no order."),
    "bell.signature": mark("The ring bears a wrong signature: it is not heard."),
    "cell.by_rule": mark("A rule of this source reads “{value}” as “{becomes}”."),
    "cell.characters": mark("Signs that nothing can print were left out of this cell."),
    "cell.encoding": mark("A sign of this cell cannot be read. Type it as it should be."),
    "cell.weight": mark("This is not a weight."),
    "cell.kind": mark("This is no kind of stop we know: a delivery, a pick-up or a task."),
    "cell.yes_no": mark("This says neither yes nor no."),
    "cell.too_long": mark("This is longer than {most} signs. Shorten it here or at the source."),
    "cell.instant": mark("This is not a date we can read."),
    "cell.money": mark("This is not an amount of money."),
    "cell.number": mark("This is not a number."),
    "day.order": mark("Is the day or the month first? Nothing in the file says it: choose above."),
    "day.unreadable": mark("This is not a day we can read. It is kept as a wish, and no window was made of it."),
    "email.unreadable": mark("“{value}” is not an e-mail address: nothing can be sent there."),
    "file.encoding": mark("{file} says it is {encoding}, but byte {byte} is not. Export it again, as UTF-8."),
    "file.encoding_ask": mark(
        "The names in {file} can be read in more than one way, and nothing in it says which: {readings}. Choose "
        "how they are right (--encoding)."
    ),
    "file.encoding_unknown": mark("“{encoding}” is not the name of an encoding, as utf-8 or cp1250 are."),
    "file.html": mark("{file} is a web page, whatever its name says. Open it, and save it as XLSX or CSV."),
    "file.json_deep": mark("{file} is not JSON that can be read: {detail}."),
    "file.too_wide": mark(
        "Cell {cell} of {file} holds something; {columns} columns are the most. Delete "
        "it, or the columns that are not needed."
    ),
    "file.too_long": mark("{file} is longer than {rows} rows or {cells} cells. Split it."),
    "file.binary": mark("{file} is not a text or table file, whatever its name says. Export it as CSV, XLSX or JSON."),
    "file.columns": mark(
        "{file} has no column for: {missing}. Map the columns by hand (--mapping) or export with them."
    ),
    "file.empty": mark("{file} is empty."),
    "file.json": mark("{file} is not valid JSON: line {row}, column {column} cannot be read."),
    "file.missing": mark("There is no file {file}."),
    "file.no_orders": mark("{file} holds no orders."),
    "file.quotes": mark("Line {row} cannot be read: {detail}. A quotation mark is probably missing."),
    "file.too_large": mark("{file} is too large to be an order file ({bytes} bytes)."),
    "file.unknown": mark(
        "{file} is in none of the formats we read: {kinds}. Export it as a table (CSV, XLSX), and say what its "
        "columns are."
    ),
    "file.ods": mark("{file} is not an ODS workbook, or a damaged one. Open it in its program and save it again."),
    "file.xls": mark(
        "{file} is not an XLS workbook, is damaged, or has a password. Open it in its program and save it as XLSX."
    ),
    "file.xlsx": mark("{file} is not an XLSX workbook, or a damaged one."),
    "folder.columns": mark(
        "What the columns of {file} mean was never said. Import it once by hand; the next one goes in by itself."
    ),
    "folder.missing": mark("The folder of order files is away: {folder}. Nothing is taken until it is back."),
    "folder.unsure": mark("{file} can be read in two ways: column {column}, {sample}. Import it by hand and choose."),
    "import.cancelled": mark("Stopped. Nothing was written."),
    "left.cancelled": mark("Cancelled at the source."),
    "left.completed": mark("Completed at the source."),
    "left.draft": mark("A draft: nobody has ordered yet."),
    "left.failed": mark("Its payment failed."),
    "left.nothing": mark("Nothing of it has to be delivered."),
    "left.refunded": mark("Paid back to the customer."),
    "left.trashed": mark("Deleted at the source."),
    "line.fraction": mark("A part of a piece cannot be packed. Type whole pieces, or sell it by the piece."),
    "line.partly_sent": mark("A part of this line was sent before; the file does not say how much."),
    "line.state": mark("This is no state of a line we know. All of it counts as still to be delivered."),
    "line.many": mark("So many pieces are seldom meant. They are kept; look at them at Verify."),
    "line.twice": mark("This line stands twice in the order. Both are kept; look at them at Verify."),
    "line.quantity_empty": mark("No quantity stands here: it counts as one piece."),
    "list.no_name": mark("A list needs a name."),
    "mapping.unreadable": mark("The mapping file {file} cannot be read. It is a JSON object of column and field."),
    "quarantine.elsewhere": mark(
        "Order {number} of {file} is not kept here row by row. Correct it at its source and import it again."
    ),
    "quarantine.file": mark("The rows cannot be written to {file}: {detail}."),
    "quarantine.no_file": mark("Say into which file the rows go: quarantine export FILE."),
    "row.hidden": mark("This row is hidden in the sheet. It was read all the same."),
    "row.total": mark("This row only adds up. It is not an order."),
    "rule.empty": mark("An empty cell may mean anything: no rule fills it, and none empties a cell."),
    "source.address": mark("“{address}” is not an address of a shop. Type it as https://shop.example."),
    "source.answer": mark("{source} answers something that is no order: {detail}"),
    "source.away": mark("{source} does not answer: {detail}"),
    "source.certificate": mark(
        "The certificate of {source} is not valid: {detail}. Nothing was sent. The shop has to renew it."
    ),
    "source.certificates": mark("There is no file of certificates {file} for {source}."),
    "source.field": mark("“{field}” is none of our fields. They are: {known}."),
    "source.insecure": mark("{source} has an address without https: anybody could read its secret. Nothing was sent."),
    "source.moved": mark("{source} sends us on to {to}. The secret does not go there; correct the address."),
    "source.pair": mark("“{value}” is not KEY=VALUE."),
    "source.reader": mark("Another station reads the shops of this database."),
    "source.refused": mark("{source} refuses what we ask: {detail}"),
    "source.renamed": mark("{name} has orders, which are filed under its name. It cannot be called otherwise."),
    "source.scope": mark(
        "{source} lets us in, but not to this: {detail}. Give the key the right that is named, "
        "and check channel or database."
    ),
    "source.sign_in": mark("{source} does not accept the secret: {detail}. Type another one in Settings, Sources."),
    "source.untold": mark(
        "{name} was not told of {count} events yet. Take it out of use once more, and they are not told."
    ),
    "source.unknown": mark("There is no source “{name}”. Known are: {known}."),
    "window.one_time": mark("One time is no window. It is kept as a wish."),
    "window.unreadable": mark("These are no hours we can read. They are kept as a wish, and no window was made."),
    "write_back.conflict": mark("Order {number}: here it is {ours}, there it is {theirs}. A person has to decide."),
    "write_back.gone": mark("Order {number} is not at {source} any more."),
}
