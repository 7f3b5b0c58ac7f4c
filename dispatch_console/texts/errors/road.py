"""Sentences of errors of the road, the door and the return desk."""

from dispatch_console.language import mark

ROAD = {
    "act.ahead": mark("{clock} is still to come. Type when it was."),
    "act.before_departure": mark("The van had not left at {clock}. Type when it was at the door."),
    "act.before_arrival": mark("The van came after {clock}. Type when it came, and after that when it was done."),
    "act.unread": mark("“{value}” is no time of the day. Type it as 10:46."),
    "act.long_ago": mark("The counter records what happened within a day; {clock} is longer ago."),
    "attempt.none": mark("Nothing was missed there, or it is settled already."),
    "attempts.used_up": mark("Order {number} has had its three attempts. It goes back to the depot."),
    "cash.amount": mark("“{value}” is no amount of money."),
    "sheet.cash": mark("Type the cash as the sheet says it; {due} was due. 0 for none."),
    "cash.count": mark("This is no count of notes or coins. Type how many there are."),
    "cash.due_changed": mark("What was taken changed while you counted. Look at it again, then keep the count."),
    "close.open": mark("Still open: {count}. Settle them, or let them pass."),
    "close.gone": mark("That is settled already."),
    "close.until": mark("Choose a day after the one that is closed."),
    "close.reason": mark("Give the reason in at least {least} characters; it goes into the report."),
    "close.never": mark("This cannot be let pass: say what happened there."),
    "close.second_person": mark(
        "You took this in yourself. Money and signatures are let pass by somebody else, who says so first: press "
        "the name at the foot of the window."
    ),
    "close.closed": mark("{by} closed it at {at} already."),
    "close.day_closed": mark("The day is closed. Ask a supervisor to open it again."),
    "close.not_closed": mark("The day is not closed."),
    "close.early": mark("That day is still to come."),
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
    "correct.closed": mark("That day is closed. Ask a supervisor to correct order {number}."),
    "correct.replaced": mark("The record of order {number} was corrected at {at} already. Look at how it is now."),
    "correct.goods_seen": mark("{by} scanned its goods in at {at}: they are here, not with the customer."),
    "goods.here": mark("{by} took it in already."),
    "goods.in_van": mark("Order {number} is not here: {van} ({driver}) still has it. Scan it in when it is back."),
    "goods.gone": mark("Nobody waits for it any more. Look at the list as it is now."),
    "goods.not_here": mark("It is not here yet. Scan it in first, or say that it is lost."),
    "handoff.line": mark("That line is not part of the order any more. Open the handoff again."),
    "handoff.pieces": mark("{sent} of “{name}” came to the door; more cannot be turned down."),
    "handoff.issue": mark("Say why “{name}” was not accepted, and what was done."),
    "handoff.kept": mark("“{name}”: what was refused comes back. Only damaged pieces can be kept."),
    "handoff.nothing_taken": mark("Nothing stays with the customer. Choose “Refused” as the outcome."),
    "handoff.part_of_all": mark("Only a part: say which pieces were refused or damaged."),
    "handoff.missing": mark("Not yet: {missing} is still missing."),
    "handoff.recorded": mark("{by} recorded order {number} at {at} already: {outcome}. Your record was not kept."),
    "handoff.not_out": mark("Order {number} is not on the road. At the counter only “picked up” can be recorded."),
    "load.closed": mark("Order {number} is cancelled or closed: leave it behind (F4)."),
    "load.held": mark(
        "The van cannot leave with {numbers}: on hold, cancelled or changed at the source. Release them, or F4."
    ),
    "load.not_packed": mark("Order {number} is not packed. Pack it, or leave it behind (F4)."),
    "load.not_verified": mark("Order {number} is not verified."),
    "load.surplus": mark("The van cannot leave: carry away what is not for it: {surplus}."),
    "load.unbalanced": mark("The van cannot leave: {missing} is not in it. Scan it, or press F6 if it is not here."),
    "phone.no_route": mark("No published route {route} on {day}. There are: {known}."),
    "phone.act": mark(
        "The driver's phone said something that cannot be read ({field}). Ask him, and record the stop yourself."
    ),
    "phone.no_link": mark("There is no link of that driver's page."),
    "phone.taken": mark("Another phone has this route. Ask the desk for a code."),
    "phone.words": mark("Write why it is set aside."),
    "phone.settled": mark("Somebody has settled that already."),
    "phone.revoked": mark("Its link was taken back by {by}."),
    "phone.other_day": mark("By its clock that was {at}, on another day than its route."),
    "phone.other_version": mark("The phone sent its report {counter} twice, with different content."),
    "phone.no_order": mark("It is about an order that is not there."),
    "phone.other_van": mark("Order {number} is not on this van's route any more."),
    "phone.recorded_otherwise": mark("{by} recorded something else for order {number}."),
    "phone.no_handoff": mark("This says nothing of a handoff. Look at it, and set it aside with a reason."),
    "proof.none_of_day": mark("Nothing was handed over that day: there is no proof to print."),
    "proof.there": mark("That proof is there already."),
    "proof.unknown": mark("Correct what was paid: Ctrl+E."),
    "proof.words": mark("Say how you know: the sheet, a call, the driver."),
    "proof.none": mark("Order {number} has no handoff yet."),
    "rebook.goods": mark(
        "A parcel of {number} does not go out again: {where}. Send it to the next attempt at the return desk "
        "(G), or let the order come back for good: customer service makes it good."
    ),
    "reconcile.open": mark("Order {number} is not delivered yet."),
    "service.moved": mark("Somebody changed these times meanwhile. Look at them again."),
    "sheet.unreadable": mark("{file} cannot be read as a picture or PDF: {detail}."),
    "sheet.many_pages": mark("{file} has more than {most} pages. Read it in parts."),
    "sheet.unknown": mark("No manifest with the number {sheet} was printed here. Check the number."),
    "sheet.not_this": mark(
        "The rows of sheet {sheet}, page {page}, are not on this picture. Choose another page, or click its four "
        "black squares again."
    ),
    "sheet.other_code": mark(
        "The code of this page says that it is page {page} of sheet {sheet}. A page is filed by its own code only."
    ),
    "sheet.row": mark("That row is not there any more."),
    "sheet.code": mark("“{value}” is no code of the manifest: 10 to 15, 20, 31 to 40 and 50 are, see its foot."),
    "sheet.signed": mark("“{value}” says nothing of the box. Type 1 where it is signed, 0 where it is empty."),
    "sheet.reads_empty": mark(
        "On the scanned sheet the box for the signature is empty. Look at it at the return desk: F7 says that it "
        "is signed all the same. Else type 0 there, and let it pass with a reason when the day closes."
    ),
    "van.odometer": mark("“{km}” is no odometer: write kilometres."),
}
