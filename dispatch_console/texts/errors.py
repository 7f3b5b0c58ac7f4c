"""The sentence of each known error, by its code: what happened, what it means, what to do."""

from dispatch_console.language import Words, mark

SENTENCES = Words(
    {
        "address.empty": mark("The street is empty. Type it here, or correct it at the source and import again."),
        "attempts.used_up": mark("Order {number} has had its three attempts. It goes back to the depot."),
        "cluster.away": mark(
            "The planning cluster {address} does not answer: {detail}. Plans are made on this machine."
        ),
        "cluster.insecure": mark(
            "The planning cluster {address} is not asked: anybody could take part in it. Its "
            "address begins with tls://, and {folder} holds ca.pem, cert.pem and key.pem. "
            "Plans are made on this machine."
        ),
        "cluster.missing": mark("Planning on a cluster needs the package distributed. Plans are made on this machine."),
        "backup.failed": mark("The backup was not written: {detail}"),
        "backup.folder": mark("The backup cannot be written into {folder}: {detail}. Choose another file (--out)."),
        "backup.nothing": mark("There is nothing to back up: the database is still empty."),
        "slot.closed_by_hand": mark("That slot is closed ({reason}). Choose another one."),
        "slot.closed": mark("{day} is closed: {reason}. Choose another day, or open it in Settings, Closed days."),
        "slot.cut_off": mark("That window could be promised until {until}. A supervisor may still, with a reason."),
        "slot.too_soon": mark("That window begins too soon: {hours:g} h are needed. A supervisor may, with a reason."),
        "slot.no_day": mark("Nobody is driven to there on {day}: see Settings, Slots."),
        "slot.taken": mark("That window of order {number} may not be chosen any more: it is full, or too late for it."),
        "imap.away": mark("The mail box of answers cannot be reached: {detail}. Answers by mail may be missing."),
        "imap.sign_in": mark("The mail box of answers does not take our account, password or folder: {detail}."),
        "sms.not_set_up": mark("No SMS gateway is set up: Settings, SMS. Messages wait in the outbox."),
        "sms.away": mark("The SMS gateway cannot be reached: {detail}. Messages wait and are tried again."),
        "sms.sign_in": mark("The SMS gateway does not know our account or password: Settings, SMS. Messages wait."),
        "sms.account": mark("The SMS gateway has no such account, or its address is wrong: Settings, SMS."),
        "sms.sender": mark("The SMS gateway does not let us send from this number or name: {detail}"),
        "sms.busy": mark("The SMS gateway takes no more at the moment. Messages wait and are tried again."),
        "sms.answer_lost": mark(
            "The SMS gateway did not say whether it took a message. It is asked before the next try."
        ),
        "sms.unsure": mark("Nobody knows whether this SMS went: its answer was lost, and the gateway keeps no list."),
        "sms.number": mark("{number} is no number that an SMS can go to."),
        "sms.landline": mark("{number} is a landline: no SMS can go there."),
        "sms.premium": mark("{number} is a number with a price: no SMS goes there."),
        "sms.wants_none": mark("The gateway knows that this number wants no SMS."),
        "sms.refused": mark("The SMS gateway does not take this message: {detail}"),
        "sms.from": mark("{value} cannot send an SMS. Write a number, or a name of at most 11 letters."),
        "proof.none_of_day": mark("Nothing was handed over that day: there is no proof to print."),
        "phone.no_route": mark("No published route {route} on {day}. There are: {known}."),
        "sheet.unreadable": mark("{file} cannot be read as a picture or PDF: {detail}."),
        "sheet.many_pages": mark("{file} has more than {most} pages. Read it in parts."),
        "sheet.unknown": mark("No manifest with the number {sheet} was printed here."),
        "sheet.not_this": mark(
            "The rows of sheet {sheet}, page {page}, are not on this picture. Choose another page, or click its four "
            "black squares again."
        ),
        "sheet.row": mark("That row is not there any more."),
        "door.until": mark("“{value}” is no day to come. Write it as 2026-12-24."),
        "door.most": mark("“{value}” is no amount."),
        "door.said_by": mark("Write who allowed it: a permission is somebody's."),
        "door.changed": mark("Somebody wrote about this door meanwhile. Open it again."),
        "phone.act": mark("The driver's phone said something that cannot be read ({field})."),
        "phone.no_link": mark("There is no link of that driver's page."),
        "phone.taken": mark("Another phone has this route. Ask the desk for a code."),
        "phone.words": mark("Write why it is set aside."),
        "phone.settled": mark("Somebody has settled that already."),
        "phone.revoked": mark("Its link was taken back by {by}."),
        "phone.other_day": mark("By its clock that was {at}, on another day than its route."),
        "phone.other_version": mark("The phone told act {counter} twice, and not the same."),
        "phone.no_order": mark("It is about an order that is not there."),
        "phone.other_van": mark("Order {number} is not on this van's route any more."),
        "phone.recorded_otherwise": mark("{by} recorded something else for order {number}."),
        "stop_words.meaning": mark("“{word}” cannot end messages: it means something else, or is too long."),
        "push.not_set_up": mark("No server of push notes is set up: Settings, Push."),
        "push.away": mark("The server of push notes cannot be reached: {detail}. The message goes by its other way."),
        "push.sign_in": mark("The server of push notes does not take our access token: Settings, Push. ({detail})"),
        "push.busy": mark("The server of push notes takes no more at the moment ({detail})."),
        "push.refused": mark("The server of push notes does not take this message: {detail}"),
        "message.way": mark("{kind} cannot go by {way}."),
        "opt_out.none": mark("Nothing keeps messages from {contact}."),
        "link.dead": mark("There is no such link, or it does not hold any more."),
        "link.no_door": mark(
            "Customers cannot reach the door: write its address into Settings, Station, as https://door.example."
        ),
        "link.kind": mark("There is no page {kind}. There are: {known}."),
        "text.long": mark("At most {most} signs, please."),
        "safe_place.never": mark("The goods of order {number} are handed to a person. They cannot be left anywhere."),
        "survey.rating": mark("Choose 1 to 5."),
        "complaint.empty": mark("Write what is wrong."),
        "answer.empty": mark("There is nothing to send: write something."),
        "answer.sent": mark("It was sent already. A message that was sent stays sent."),
        "answer.no_contact": mark("Order {number} has no address or number for that. Choose the other way, or ring."),
        "answer.wants_none": mark("{contact} wants no messages. Ring, or choose the other way."),
        "message.not_refused": mark("That message is not refused any more."),
        "file.unwritable": mark("{file} cannot be written: {detail}. Choose another place."),
        "remedy.unread": mark(
            "Write 1 (nothing more), 2 (money back) or 3 (goods once more), and why: 3 cup was chipped."
        ),
        "remedy.goods": mark(
            "“{value}” was not in the order, or not so many of it. Write it as it stands there, with how many."
        ),
        "case.none": mark("That is no case."),
        "case.begun": mark("{number} is being worked on already: cancel it first."),
        "sending.stopped": mark(
            "All sending is stopped. What waits keeps waiting; it is checked anew when it goes on."
        ),
        "sending.goes": mark("Nothing is stopped: messages go."),
        "erase.done": mark("This customer was erased already."),
        "template.empty": mark(
            "The text is empty. Of a mail the first line is the subject, and the text stands below."
        ),
        "template.syntax": mark("Line {line} cannot be read: {detail}."),
        "template.forbidden": mark(
            "Line {line}: a text takes fields in braces and conditions on them, nothing else ({what})."
        ),
        "template.field": mark("This kind of message has no field “{field}”. It has: {known}."),
        "template.needs": mark("The text must say “{field}”, else it is not clear what it is about."),
        "template.day_word": mark(
            "“{word}” is wrong when it is read a day later. The field “day” says weekday and date."
        ),
        "template.no_way_back": mark(
            "Nobody can answer this sender, because it is a name. The text must hold the link or a phone."
        ),
        "template.same": mark("That is the text in use already."),
        "template.changed": mark("{by} wrote version {version} meanwhile. Yours is not saved; compare the two."),
        "erase.name": mark("Not erased: that is not the name {name}."),
        "erase.on_the_road": mark("A van is on its way to this customer: {numbers}. Erase the data when it is back."),
        "merge.same": mark("That is the same customer already."),
        "merge.done": mark("One of them was merged already: open the other one."),
        "merge.none": mark("Nothing was merged that could be taken back."),
        "inbox.gone": mark("This is not in the inbox any more."),
        "inbox.done": mark("{by} answered it at {at}."),
        "inbox.taken": mark("{by} answers it already."),
        "inbox.open": mark("It is open already."),
        "inbox.snooze": mark("Put it away for at most 30 days, as 14:30 or Tue 9:00."),
        "slot.twice": mark("{day} has another rule in this zone already."),
        "day.promised": mark("{count} promises lie on that day: {names}. Choose to ring them all, and save again."),
        "message.kind": mark("There is no message {kind}. There are: {known}."),
        "field.weekdays": mark("{value} is no part of a week. Write it as Mon-Fri or Tue, Thu."),
        "field.day": mark("{value} is no day. Write it as 2026-12-24 or 24.12.2026."),
        "holidays.unknown": mark("No holidays are known of {value}. Write it as FI, DE-BY or DE-BY+catholic."),
        "zone.unknown": mark("There is no zone {name}. Leave it empty for every zone."),
        "slot.no_pin": mark("Order {number} is not on the map, so no window has a price. Set its pin in Orders."),
        "call.claimed": mark("{by} at {station} has {number} on the line. Take it over: F6."),
        "call.known_wrong": mark("{number} is known to be somebody else's number."),
        "call.past": mark("That is not a time within the next two weeks. Write it as 14:30, Tue 14:30 or 20 min."),
        "call.no_number": mark("Order {number} has no telephone number."),
        "call.nothing_noted": mark("Nothing was noted of a call to {number} that could be taken back."),
        "call.result": mark("“{result}” is not a result of a call."),
        "cell.by_rule": mark("A rule of this source reads “{value}” as “{becomes}”."),
        "cell.characters": mark("Signs that nothing can print were left out of this cell."),
        "cell.encoding": mark("A sign of this cell cannot be read. Type it as it should be."),
        "cell.weight": mark("This is not a weight."),
        "cell.kind": mark("This is no kind of stop we know: a delivery, a pick-up or a task."),
        "cell.yes_no": mark("This says neither yes nor no."),
        "day.order": mark("Is the day or the month first? Nothing in the file says it: choose above."),
        "day.unreadable": mark("This is not a day we can read. It is kept as a wish, and no window was made of it."),
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
        "phone.short": mark("This telephone number is short. It is kept; ring it before you verify."),
        "hand.quantity": mark("How many? Type whole pieces."),
        "line.quantity_empty": mark("No quantity stands here: it counts as one piece."),
        "order.rows_differ": mark("This row of the order says something else than its first row."),
        "promise.collected": mark(
            "Order {number} is fetched by the customer: no van brings it, so no window is promised."
        ),
        "phone.unreadable": mark("“{value}” is not a telephone number that can be rung."),
        "quarantine.elsewhere": mark(
            "Order {number} of {file} is not kept here row by row. Correct it at its source and import it again."
        ),
        "quarantine.file": mark("The rows cannot be written to {file}: {detail}."),
        "quarantine.no_file": mark("Say into which file the rows go: quarantine export FILE."),
        "rule.empty": mark("An empty cell may mean anything: no rule fills it, and none empties a cell."),
        "row.hidden": mark("This row is hidden in the sheet. It was read all the same."),
        "row.total": mark("This row only adds up. It is not an order."),
        "window.one_time": mark("One time is no window. It is kept as a wish."),
        "window.unreadable": mark("These are no hours we can read. They are kept as a wish, and no window was made."),
        "address.no_street": mark("An address needs a street. Type it, with the house number."),
        "cell.too_long": mark("This is longer than {most} signs. Shorten it here or at the source."),
        "order.too_many_lines": mark("The order has {value} lines; {most} is the most."),
        "order.too_many_fields": mark("The order brings {value} fields of its own; {most} is the most."),
        "cell.instant": mark("This is not a date we can read."),
        "cell.money": mark("This is not an amount of money."),
        "cell.number": mark("This is not a number."),
        "change.open": mark(
            "The source of order {number} says something else now. Take the change (T), then verify again."
        ),
        "change.on_its_way": mark(
            "Order {number} is on its way. Ring the driver; what changed is taken when it is back."
        ),
        "change.loaded": mark(
            "Order {number} is in a van. Leave it behind at the load-out first (F4), then take the change."
        ),
        "change.partial": mark(
            "An earlier version kept only a part of what changed in order {number}. Import "
            "its file again, then take the change."
        ),
        "change.nothing_taken": mark("Nothing of the change of order {number} was chosen. Keep ours (O) instead."),
        "requirement.unknown": mark("“{value}”: we know no such requirement. It stands among the instructions."),
        "bell.body": mark("The ring names no order."),
        "bell.signature": mark("The ring bears a wrong signature: it is not heard."),
        "door.listen": mark("“{listen}” is no place to listen. Write it as 127.0.0.1:8420."),
        "door.taken": mark("The door cannot listen at {listen}: {detail}. Choose another one with --listen."),
        "source.address": mark("“{address}” is not an address of a shop. Type it as https://shop.example."),
        "source.answer": mark("{source} answers something that is no order: {detail}"),
        "source.away": mark("{source} does not answer: {detail}"),
        "source.certificate": mark(
            "The certificate of {source} is not valid: {detail}. Nothing was sent. The shop has to renew it."
        ),
        "source.certificates": mark("There is no file of certificates {file} for {source}."),
        "source.field": mark("“{field}” is none of our fields. They are: {known}."),
        "source.insecure": mark(
            "{source} has an address without https: anybody could read its secret. Nothing was sent."
        ),
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
        "write_back.conflict": mark("Order {number}: here it is {ours}, there it is {theirs}. A person has to decide."),
        "write_back.gone": mark("Order {number} is not at {source} any more."),
        "twin.none": mark("No other order looks like {number}."),
        "change.none": mark("The source of order {number} has nothing new."),
        "code.damaged": mark("“{scan}” looks like one of our codes, but its check digits are wrong. Scan it again."),
        "database.value": mark("The database cannot hold a value of this: {detail}. Nothing was written."),
        "database.full": mark("The disk of the database is full: {detail}. Nothing was written; make room."),
        "database.held": mark(
            "{station} has been in the middle of an act for {seconds} s and holds what this "
            "needs. Nothing was written here. Look whether that computer hangs, then try "
            "again."
        ),
        "database.crowded": mark(
            "The database takes no more stations: {detail}. Close a console, or raise max_connections."
        ),
        "database.stood_still": mark(
            "This station stood still in the middle of an act, which was taken back so that "
            "others can work. Nothing was written; repeat it."
        ),
        "database.unsettled": mark(
            "The line to the database broke while this was being written. Nobody knows yet "
            "whether it was; you are told as soon as the database is back. Do not repeat it "
            "before."
        ),
        "audit.head": mark(
            "“{text}” is not a mark of the journal. It looks like 1423-9f3a1b2c4d5e and stands on each manifest."
        ),
        "audit.no_mark": mark("{file} is of an earlier version and holds no mark of the journal."),
        "database.slow": mark("The database needed too long and was stopped. Nothing was written; try again."),
        "database.rights": mark("Your account may not do this in the database: {detail}."),
        "database.away": mark("The database cannot be reached. Nothing is lost; try again when it is back. {detail}"),
        "database.password_seen": mark(
            "The password in --database can be read by everybody on this machine. Leave it "
            "out, and keep it once: settings set database_password, or give "
            "DISPATCH_CONSOLE_SECRET_DATABASE_PASSWORD."
        ),
        "database.url": mark(
            "“{url}” is not an address of a Postgres database. It looks like postgresql://user@host/name."
        ),
        "demo.not_empty": mark(
            "There are orders already. The demo day plays only in an empty data directory (--data-dir)."
        ),
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
        "file.binary": mark(
            "{file} is not a text or table file, whatever its name says. Export it as CSV, XLSX or JSON."
        ),
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
        "email.unreadable": mark("“{value}” is not an e-mail address: nothing can be sent there."),
        "folder.columns": mark(
            "What the columns of {file} mean was never said. Import it once by hand; the next one goes in by itself."
        ),
        "folder.missing": mark("The folder of order files is away: {folder}. Nothing is taken until it is back."),
        "folder.unsure": mark(
            "{file} can be read in two ways: column {column}, {sample}. Import it by hand and choose."
        ),
        "gate.open": mark("Not yet: {missing} is still open."),
        "gate.passed": mark("Order {number} is sealed behind this check, or leaving: its ticks stay as evidence."),
        "hand.known": mark("An order {number} was entered by hand before. Give it another number, or leave it empty."),
        "hand.no_name": mark("Whose order is it? Type the name."),
        "hand.day": mark("This is no day of the calendar, or it lacks the year. Type it as 24.12.2026."),
        "hand.hours": mark("These are no hours of one day. Type them as 10-12, the beginning first."),
        "hand.no_line": mark("Each line needs a product: its name, or the SKU of one that is known."),
        "act.ahead": mark("{clock} is still to come. Type when it was."),
        "act.before_departure": mark("The van had not left at {clock}. Type when it was at the door."),
        "act.before_arrival": mark("The van came after {clock}. Type when it came, and after that when it was done."),
        "act.unread": mark("“{value}” is no time of the day. Type it as 10:46."),
        "act.long_ago": mark("The counter records what happened within a day; {clock} is longer ago."),
        "attempt.none": mark("Nothing was missed there, or it is settled already."),
        "cash.count": mark("This is no count of notes or coins. Type how many there are."),
        "cash.due_changed": mark("What is due has changed while you counted. Look at it again, then keep the count."),
        "close.open": mark("Not yet: {count} things are still open."),
        "close.gone": mark("That is settled already."),
        "close.until": mark("Choose a day after the one that is closed."),
        "close.reason": mark("Give the reason in at least {least} characters; it goes into the report."),
        "close.never": mark("This cannot be let pass: say what happened there."),
        "close.second_person": mark(
            "You took this in yourself. Money and signatures are let pass by somebody else, who says so first: press "
            "the name at the foot of the window."
        ),
        "close.closed": mark("{by} closed it at {at} already."),
        "close.day_closed": mark("The day is closed. A supervisor opens it again first."),
        "close.not_closed": mark("The day is not closed."),
        "close.early": mark("That day is still to come."),
        "goods.here": mark("{by} took it in already."),
        "goods.in_van": mark("Order {number} is not here: {van} ({driver}) still has it. Scan it in when it is back."),
        "goods.gone": mark("Nobody waits for it any more. Look at the list as it is now."),
        "goods.not_here": mark("It is not here yet. Scan it in first, or say that it is lost."),
        "sheet.code": mark("“{value}” is no code of the manifest: 10 to 15, 20, 31 to 40 and 50 are, see its foot."),
        "sheet.signed": mark("“{value}” says nothing of the box. Type 1 where it is signed, 0 where it is empty."),
        "proof.there": mark("That proof is there already."),
        "proof.unknown": mark("What was paid is put right by a correction of the stop."),
        "proof.words": mark("Say how you know: the sheet, a call, the driver."),
        "correct.why": mark("Say why the record is not right."),
        "correct.words": mark("Say in a few words why."),
        "correct.same": mark("Nothing is changed yet."),
        "correct.goods_here": mark("Its goods were scanned in: they are here, not with the customer."),
        "correct.second_person": mark(
            "You corrected order {number} before. A second correction is for somebody else to make."
        ),
        "correct.next_attempt": mark(
            "Order {number} is under way again. Take its next attempt off the route first, in Routes."
        ),
        "correct.closed": mark("That day is closed. A supervisor corrects order {number}."),
        "correct.replaced": mark("The record of order {number} was corrected at {at} already. Look at how it is now."),
        "correct.goods_seen": mark("{by} scanned its goods in at {at}: they are here, not with the customer."),
        "handoff.line": mark("That line is not part of the order any more. Open the handoff again."),
        "handoff.pieces": mark("{sent} of “{name}” came to the door; more cannot be turned down."),
        "handoff.issue": mark("Say why “{name}” was not accepted, and what was done."),
        "handoff.nothing_taken": mark("Nothing was accepted. Choose “Refused” as the outcome."),
        "handoff.part_of_all": mark("Only a part: say which pieces were refused or damaged."),
        "handoff.missing": mark("Not yet: {missing} is still missing."),
        "handoff.recorded": mark("{by} recorded order {number} at {at} already: {outcome}. Your record was not kept."),
        "handoff.not_out": mark("Order {number} is not on the road. At the counter only “picked up” can be recorded."),
        "import.cancelled": mark("Stopped. Nothing was written."),
        "item.no_call": mark("This is settled by a call: say with whom you spoke, and what was said."),
        "item.requirement": mark("“{value}” is not a requirement we know. Known are: {known}."),
        "item.which": mark("Say which one is meant: {scope}."),
        "item.no_pin": mark("Order {number} has no pin yet. Set it on the map first."),
        "item.unknown": mark("The checklist has no item “{item}”."),
        "lifecycle.illegal": mark("Order {number} {standing}{who}: this cannot be done with it now."),
        "line.unknown": mark("Order {number} no longer has this line. Its source changed it; look again."),
        "line.quantity": mark("The quantity must be a whole number of at least 1."),
        "pack.packed": mark(
            "Order {number} is packed: {count} parcel(s). Nothing was changed; F10 prints the labels again."
        ),
        "pack.closed": mark("Order {number} is closed. Nothing is packed for it."),
        "list.no_name": mark("A list needs a name."),
        "load.closed": mark("Order {number} is cancelled or closed: leave it behind (F4)."),
        "load.held": mark(
            "The van cannot leave with {numbers}: on hold, cancelled or changed at the source. Release them, or F4."
        ),
        "load.not_packed": mark("Order {number} is not packed."),
        "load.not_verified": mark("Order {number} is not verified."),
        "load.surplus": mark("The van cannot leave: carry away what is not for it: {surplus}."),
        "load.unbalanced": mark("The van cannot leave: {missing} is not in it."),
        "label.not_sealed": mark("Order {number} is not sealed yet; its labels print after that."),
        "manifest.not_published": mark("The plan of {day} is not published. Publish it first (plan --publish)."),
        "mapping.unreadable": mark("The mapping file {file} cannot be read. It is a JSON object of column and field."),
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
        "promise.delivered": mark("Order {number} is delivered: nothing is left to promise."),
        "promise.cancelled": mark("Order {number} is cancelled: nothing is promised any more."),
        "order.on_its_way": mark("Order {number} is on its way."),
        "order.ambiguous": mark(
            "More than one order has the number {number}: {orders}. Scan the code at the "
            "foot of its slip, or choose it in the list."
        ),
        "order.unknown": mark("There is no order {number}."),
        "box.unknown": mark("There is no box {box}. Settings, Boxes says which there are."),
        "box.twice": mark("There is a box called {name} already."),
        "field.size": mark("“{value}” is not a size. Write length, width and height in cm: 26 × 13 × 8."),
        "products.no_sku": mark("{file} has no column for the SKU. Its columns are: {columns}. Call one of them SKU."),
        "product.unknown": mark("{sku}, {name}, is not in Products: its weight, size and barcode are not known."),
        "product.sku_is_code": mark("The SKU {sku} is a barcode of {other} too: the bench asks which one it is."),
        "product.pack_or_piece": mark(
            "The shop says that {code} is one {sku}, Products say that it is a pack of {count}. The bench stops at it."
        ),
        "product.code_elsewhere": mark("The shop says that {code} is {sku}, Products say that it is {other}."),
        "product.twice": mark("There is a product {sku} already. Find it in the list and change it there."),
        "product.code_taken": mark("{sku}, {name}, has this code already. Two products that share it must look alike."),
        "product.code": mark(
            "“{value}” is no barcode: a spreadsheet made a number of it, or it is too long. Scan it in."
        ),
        "product.pack": mark("“{value}” is no pack. Write pieces and code: 6: 14006381333938."),
        "product.asks": mark("“{value}” cannot be asked of a piece. Possible are {known}."),
        "picture.unreadable": mark("That is no picture for a product: a PNG of up to 2 MB is."),
        "finding.unknown": mark("That was settled meanwhile."),
        "photo.gone": mark("That photo is withdrawn already, or shows nothing."),
        "photo.unreadable": mark("That is no photo: a JPEG or PNG of up to 10 MB is."),
        "pack.not_all_in": mark("Not yet: {count} items are not in the box. Look at all of them once they are."),
        "pack.too_many_found": mark("More pieces of {item} than are still to be packed."),
        "pack.nothing_to_wait_for": mark("Nothing of order {number} waits. Press 4 at the item that it waits for."),
        "pack.part_cash": mark(
            "Cash is due for order {number}, and the price of {item} is not known: a part of it cannot be collected."
            " Let the whole order wait (4), or ask the office."
        ),
        "order.not_mine": mark("Order {number} is not on this bench."),
        "pack.box_empty": mark("The open box is still empty."),
        "pack.line_full": mark("{item} is complete."),
        "pack.not_open": mark("Order {number} is not being packed."),
        "invoice.not_complete": mark("The invoice of order {number} is issued once all its items are in."),
        "invoice.gift": mark("Order {number} is a gift: its invoice does not go into the box. The shop sends it."),
        "invoice.no_currency": mark("The shop names no currency for order {number}: its invoice comes from the shop."),
        "invoice.no_price": mark(
            "The shop gave no price for {item} in order {number}: its invoice comes from the shop."
        ),
        "invoice.no_vat": mark("No VAT is known for {item}. Settings, Products or This station says it."),
        "invoice.other_goods": mark(
            "Invoice {invoice} of order {number} was issued for other goods. The books have to credit it first."
        ),
        "settings.vat": mark("“{value}” is no rate of VAT. Write per cent, such as 25.5."),
        "paper.gone": mark("The sheet {paper} is kept no more. Settings, Papers in the box names another."),
        "paper.unreadable": mark("That is no sheet: a PDF of up to 10 MB is."),
        "label.printed_meanwhile": mark(
            "Another station printed labels of order {number} just now. Take those, or print again."
        ),
        "printer.away": mark(
            "The label printer {printer} cannot be reached: {detail}. Nothing was sent. Look at its power and cable."
        ),
        "printer.setting": mark("“{printer}” names no label printer. Write it as zpl:192.168.1.40 or zpl:host:9100."),
        "printer.paper_out": mark("The label printer has no labels left. Nothing was sent. Put a roll in, then F10."),
        "printer.ribbon_out": mark("The label printer has no ribbon left. Nothing was sent. Put one in, then F10."),
        "printer.head_open": mark("The label printer is open. Nothing was sent. Close its head, then F10."),
        "printer.paused": mark("The label printer is paused. Nothing was sent. Press its pause key, then F10."),
        "scale.away": mark("The scale at {where} cannot be reached: {detail}. Look at its cable, or type the weight."),
        "scale.setting": mark("“{scale}” names no scale. Write it as sics:/dev/ttyUSB0 or hid:/dev/hidraw0."),
        "scan.long": mark("That is no code of a product: it has more than {most} signs."),
        "bench_call.ended": mark("That bench does not wait any more."),
        "bench_call.answered": mark("{by} said already that he comes."),
        "pack.on_hold": mark("Order {number} is on hold: {reason}. The office releases it."),
        "pack.no_order": mark("That is {item}, and no order is open: Enter takes the next one."),
        "pack.not_in": mark("No {item} is in a box of this order."),
        "pack.which_serial": mark("Pieces of {item} have serials: scan the one that you take out."),
        "pack.not_sealable": mark("Not yet: {missing} is still open."),
        "pack.not_verified": mark("Order {number} is not verified yet."),
        "pack.scan_only": mark("{item} looks like another product: scan each one."),
        "pack.weight": mark("“{weight}” is not a weight. Type kilograms, such as 2.7."),
        "pin.impossible": mark("This is not a place on the map."),
        "pin.unreadable": mark("This is not a place. Type latitude and longitude, such as 60.1699, 24.9384."),
        "plan.changed_meanwhile": mark(
            "{by} at {station} changed the plan at {at} while this one was made. Nothing was written; plan again from "
            "what stands now."
        ),
        "plan.locked_meanwhile": mark(
            "A van was locked, or a change was taken back, while this plan was made. Nothing was written; plan again "
            "from what stands now."
        ),
        "publish.changed": mark(
            "The plan or a promise changed while you looked. Nothing was published; look again at what it would do."
        ),
        "plan.empty": mark("The plan of {day} has no stops to publish."),
        "plan.no_road": mark(
            "No road that is open to departure {departure} leads to {orders}. Take it off the route, give it to a "
            "smaller van or another departure, or correct its pin."
        ),
        "plan.no_depot": mark("There is no depot {depot} yet. Set one up first: Settings, Depots."),
        "phone.no_handoff": mark("This says nothing of a handoff. Look at it, and set it aside with a reason."),
        "rebook.goods": mark(
            "A parcel of {number} does not go out again: {where}. Send it to the next attempt at the return desk "
            "(G), or let the order come back for good: customer service makes it good."
        ),
        "van.odometer": mark("“{km}” is no odometer: write kilometres."),
        "sheet.reads_empty": mark(
            "On the scanned sheet the box for the signature is empty. Look at it at the return desk: F7 says that it "
            "is signed all the same. Else type 0 there, and let it pass with a reason when the day closes."
        ),
        "service.moved": mark("Somebody changed these times meanwhile. Look at them again."),
        "plan.none": mark("There is no plan for {day}."),
        "plan.too_many": mark("The plan has {count} {what}; the search knows {most} at most."),
        "plan.too_many_skills": mark(
            "{count} different skills and bound vans are more than the planner holds ({most})."
        ),
        "plugin.unknown": mark("There is no “{name}” for {port}. Known: {known}."),
        "postgres.initdb": mark("The local database could not be created: {detail}"),
        "postgres.missing": mark(
            "No Postgres programs were found. Run `make setup`, or set DISPATCH_CONSOLE_POSTGRES."
        ),
        "postgres.password": mark(
            "The password file of the local database, {file}, is gone. Put it back from a backup."
        ),
        "postgres.start": mark("The local database did not start: {detail}"),
        "reason.missing": mark("Give a reason of at least three letters."),
        "reconcile.open": mark("Order {number} is not delivered yet."),
        "right.missing": mark("You are signed in as {role}; only {allowed} may do this. Ask one of them."),
        "route.draft": mark("Route {route} is a draft. Publish it first."),
        "route.left": mark("Route {route} has left; {by} released it at {at}."),
        "route.goods_open": mark(
            "{van} has not brought back {count} things of its earlier departure: {goods}. Scan them in at the return "
            "desk first."
        ),
        "route.not_back": mark("{van} is still out with {route}: stop {stop} is not done. It cannot leave again yet."),
        "route.unknown": mark("There is no such route."),
        "row.twice": mark("Somebody entered the same at this moment. Look at it again, then repeat."),
        "row.changed": mark("Somebody changed this meanwhile. Look at it again, then repeat."),
        "record.changed": mark(
            "Somebody changed {title} meanwhile: {changes}. What you typed is still here; Save again keeps yours."
        ),
        "record.gone": mark(
            "Somebody removed this meanwhile. What you typed is still here; as a new one it can be kept."
        ),
        "promise.changed": mark(
            "Order {number} is no longer as you saw it: {now}{by}. Look at it, then confirm again."
        ),
        "restore.file": mark("{file} is not a whole backup of Dispatch Console: {detail}. Nothing was changed."),
        "restore.other_site": mark(
            "{file} is of another site{since}, and the database holds {orders} orders. Add "
            "--other-site if it shall take their place all the same."
        ),
        "restore.running": mark("Somebody restores this database at this moment. Wait until that is done."),
        "restore.in_use": mark(
            "Other programs use the database ({count} connections). Close all consoles, then restore again."
        ),
        "restore.rights": mark("Your account on the server may not create databases. Restore with one that may."),
        "schema.newer": mark(
            "The database is of a newer Dispatch Console ({found}, ours is {ours}). Update this station."
        ),
        "schema.older": mark(
            "The database is of an older Dispatch Console ({found}, ours is {ours}), and "
            "this account may not change its tables. Its owner brings it up to date: "
            "dispatch-console doctor, with the owner's address in "
            "DISPATCH_CONSOLE_DATABASE_OWNER_URL."
        ),
        "screen.none": mark("There is no screen here. Use a command (--help lists them), or set DISPLAY."),
        "settings.unknown": mark("There is no setting {option}. Known are {known}."),
        "settings.folder": mark("The settings could not be written into {folder}: {detail}."),
        "settings.secret": mark("{option} is a secret: it is read from standard input, never from an argument."),
        "settings.address": mark(
            "The password does not belong into {option}, where lists of processes show it. "
            "Set the address without it, then the password: settings set database_password "
            "(it is read from standard input)."
        ),
        "settings.type": mark("The setting {option} cannot be “{value}”."),
        "settings.unreadable": mark("The settings file {file} cannot be read: {detail}"),
        "secret.away": mark(
            "The key store of this computer cannot be used ({detail}): it neither keeps nor "
            "gives the password “{name}”. Set one up, as GNOME Keyring or KWallet, or start "
            "the program with the password in {variable}."
        ),
        "secret.missing": mark("There is no password “{name}” in the key store. Set it: settings set smtp_password."),
        "smtp.unreachable": mark("The mail server {host} cannot be reached at port {port}. {detail}"),
        "smtp.away": mark("The mail server cannot be reached; we try again. {detail}"),
        "smtp.later": mark("The mail server does not take this message now; we try again. {detail}"),
        "smtp.sender": mark("The mail server refuses our own address (mail_from); nothing can be sent. {detail}"),
        "smtp.sign_in": mark("The mail server refuses smtp_user or smtp_password; nothing can be sent. {detail}"),
        "smtp.not_set_up": mark("No mail server is set up (Settings, Mail): messages wait, papers are printed."),
        "smtp.recipient": mark("The mail server refuses this address. {detail}"),
        "smtp.refused": mark("The mail server refuses this message. {detail}"),
        "waiver.reason": mark("A waiver needs a reason."),
        "picture.none": mark("No pictures: {reason}"),
        "proof.none": mark("Order {number} has no handoff yet."),
        "region.broken": mark("{file} cannot be read to its end: {reason}. The map that was there stays in use."),
        "region.disk": mark("The region could not be written to {folder}: {detail}. What was there stays in use."),
        "region.no_depot": mark("There is no depot yet around which the extract could be cut. Set one up first."),
        "region.missing": mark("There is no file {file}."),
        "region.not_osm": mark("{file} is not an OpenStreetMap extract. A file that ends in .osm.pbf is wanted."),
        "matrix.unreadable": mark("{file} is not a JSON list of [lat, lon]."),
        "region.name": mark("“{name}” cannot be the name of a region."),
        "region.none": mark("No region is installed. Import one: region import FILE.osm.pbf"),
        "region.outside": mark("No road of the region is near {place}."),
        "region.not_connected": mark(
            "{place} is not connected: every road within 400 m is closed to this van, leads nowhere, or lies beyond "
            "water or a railway."
        ),
        "region.unknown": mark("There is no region {name}."),
        "region.nothing": mark("{file} holds nothing that can be drawn on a map."),
        "roads.away": mark("The road server {server} does not answer as it should: {detail}."),
        "slip.not_complete": mark(
            "Order {number} is not complete yet; its packing slip is printed when every item is in."
        ),
        "solve.broken": mark(
            "The plan found breaks {count} constraints, first {first} on {vehicle}. Please report the file."
        ),
        "solve.file": mark("{file} is not a {kind} problem that can be read: {detail}."),
        "solve.missing": mark(
            "The route search is not compiled, and PyVRP does not know all of this day. Run `make setup`."
        ),
        "solve.unknown": mark("The problem asks for {what}, which this optimiser does not know."),
        "waiver.role": mark("Only a supervisor may waive; you are signed in as {role}."),
        "driver.on_duty": mark(
            "{driver} has a shift on {day}. Call him off on the Routes tab, or remove the shift first."
        ),
        "field.characters": mark(
            "The {field} holds a sign that nothing can print or keep. Type it anew instead of pasting it."
        ),
        "field.clock": mark("{field}: {value} is not a time of day. Write it as 08:30."),
        "field.empty": mark("{field} must not be empty."),
        "field.letter": mark("{value} is not a letter. Every driver has one letter of his own."),
        "field.letter_taken": mark("The letter {letter} is {driver}'s. Choose another one."),
        "field.long": mark("{field} is longer than {most} signs."),
        "field.nowhere": mark(
            "0, 0 lies in the sea. Give the place as latitude and longitude, such as 60.1786, 24.9525."
        ),
        "field.number": mark("{field}: {value} is not a number from {least} to {most}."),
        "field.overlap": mark("{field}: {value} overlap. The next one begins when the one before has ended."),
        "field.language": mark("{value} is no language that papers are written in. There are: {known}."),
        "field.phone": mark("{value} is not a telephone number. Write it as +358 40 555 0101."),
        "field.plate_taken": mark("{plate} is the plate of {van} already."),
        "field.mass": mark(
            "Permitted mass {mass} kg is less than the payload {payload} kg. "
            "The permitted mass is that of the van with its load."
        ),
        "field.skill": mark("{value} is not a skill. Known are {known}."),
        "field.span": mark(
            "{field}: {value} is not a span of time. Write it as 08:00-12:00; it must end after it begins."
        ),
        "field.taken": mark("There is a {name} already."),
        "field.zone": mark("{value} is not a time zone. Write it as Europe/Helsinki."),
        "shift.incomplete": mark("A shift needs a depot, a driver and a van. Set them up first."),
        "shift.planned": mark("{driver} has routes that day. Call him off on the Routes tab, then change the shift."),
        "shift.twice": mark("{name} has a shift on {day} already."),
        "zone.empty": mark("A zone needs postcodes: beginnings such as 001, or spans such as 00100-00180."),
        "zone.no_van": mark("There is no van {name}. Known are {known}."),
        "zone.span": mark(
            "{value} is not a span of postcodes. Write it as 00100-00180, both with the same number of figures."
        ),
        "zone.twice": mark("{postcode} is in the zone {zone} already."),
        "van.unknown": mark("There is no van {van}."),
        "van.on_duty": mark("{van} is on duty on {day}. Remove the shift first."),
        "print.nowhere": mark(
            "The papers could not be written to {folder}: {detail}. Free some room or choose another folder."
        ),
        "papers.address": mark("{address} is not an e-mail address. Write it as name@example.com."),
        "papers.gone": mark("These files are not in the folder any more: {files}. M draws papers anew."),
        "papers.stale": mark("Some of these papers are no longer true. M draws them anew."),
        "plan.changed": mark(
            "{by} at {station} changed route {route} at {at}. It is shown as it stands now; "
            "do it again if it is still wanted."
        ),
        "road.silent": mark(
            "Van {van} is not heard since {at}: it may have been at some of these doors. Ring the driver; agree "
            "once more to change its route all the same."
        ),
        "plan.changed_otherwise": mark(
            "Route {route} is not what it was: one of its orders was cancelled, loaded or handed over meanwhile. It is "
            "shown as it stands now; do it again if it is still wanted."
        ),
        "redo.nothing": mark("There is nothing to do again."),
        "route.closed": mark("Route {route} is locked or being loaded. Unlock it first, or choose another one."),
        "shift.called_off": mark("{driver} is called off already."),
        "stop.none": mark("This order stands on no route."),
        "undo.left": mark("This cannot be undone any more: a van of it has left, or is not on duty."),
        "undo.nothing": mark("There is nothing to undo."),
        "variant.unknown": mark("No plan called {name} is kept for {day}."),
        "window.impossible": mark("This is not a time window: it ends before it starts, or its day does not exist."),
        "window.past": mark("This window is over."),
    }
)
