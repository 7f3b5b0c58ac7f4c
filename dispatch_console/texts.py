"""Every sentence for people about a known error, by code. What happened, what it means, what to do."""

from dispatch_console.domain.errors import DispatchError

SENTENCES: dict[str, str] = {
    "address.empty": "The street is empty. Fill it in at the source, or here, and import again.",
    "attempts.used_up": "Order {number} has had its three attempts. It goes back to the depot.",
    "cluster.away": "The planning cluster {address} does not answer: {detail}. Plans are made on this machine.",
    "cluster.insecure": "The planning cluster {address} is not asked: anybody could take part in it. Its address "
    "begins with tls://, and {folder} holds ca.pem, cert.pem and key.pem. Plans are made on this machine.",
    "cluster.missing": "Planning on a cluster needs the package distributed. Plans are made on this machine.",
    "backup.failed": "The backup was not written: {detail}",
    "backup.folder": "The backup cannot be written into {folder}: {detail}. Choose another file (--out).",
    "backup.nothing": "There is nothing to back up: the database is still empty.",
    "call.result": "“{result}” is no result of a call.",
    "cell.characters": "Signs that nothing can print were left out of this cell.",
    "cell.too_long": "This is longer than {most} signs. Shorten it here or at the source.",
    "order.too_many_lines": "The order has {value} lines; {most} is the most.",
    "order.too_many_fields": "The order brings {value} fields of its own; {most} is the most.",
    "cell.instant": "This is no date we can read.",
    "cell.money": "This is no amount of money.",
    "cell.number": "This is no number.",
    "change.open": "The source of order {number} says something else now. Take the change (T), then verify again.",
    "change.on_its_way": "Order {number} is on its way. Ring the driver; what changed is taken when it is back.",
    "change.loaded": "Order {number} is in a van. Leave it behind at the load-out first (F4), then take the change.",
    "change.partial": "An earlier version kept only a part of what changed in order {number}. Import its file again, "
    "then take the change.",
    "change.none": "The source of order {number} has nothing new.",
    "code.damaged": "“{scan}” looks like one of our codes, but its check digits are wrong. Scan it again.",
    "database.value": "The database cannot hold a value of this: {detail}. Nothing was written.",
    "database.full": "The disk of the database is full: {detail}. Nothing was written; make room.",
    "database.held": "{station} has been in the middle of an act for {seconds} s and holds what this needs. Nothing "
    "was written here. Look whether that computer hangs, then try again.",
    "database.crowded": "The database takes no more stations: {detail}. Close a console, or raise max_connections.",
    "database.stood_still": "This station stood still in the middle of an act, which was taken back so that others can "
    "work. Nothing was written; repeat it.",
    "database.unsettled": "The line to the database broke while this was being written. Nobody knows yet whether it "
    "was; you are told as soon as the database is back. Do not repeat it before.",
    "audit.head": "“{text}” is no mark of the journal. It looks like 1423-9f3a1b2c4d5e and stands on each manifest.",
    "audit.no_mark": "{file} is of an earlier version and holds no mark of the journal.",
    "database.slow": "The database needed too long and was stopped. Nothing was written; try again.",
    "database.rights": "Your account may not do this in the database: {detail}.",
    "database.away": "The database cannot be reached. Nothing is lost; try again when it is back. {detail}",
    "database.password_seen": "The password in --database can be read by everybody on this machine. Leave it out, and "
    "keep it once: settings set database_password, or give DISPATCH_CONSOLE_SECRET_DATABASE_PASSWORD.",
    "database.url": "“{url}” is no address of a Postgres database. It looks like postgresql://user@host/name.",
    "demo.not_empty": "There are orders already. The demo day plays only in an empty data directory (--data-dir).",
    "file.encoding": "{file} says it is {encoding}, but byte {byte} is not. Export it again, as UTF-8.",
    "file.json_deep": "{file} is no JSON that can be read: {detail}.",
    "file.too_wide": "Cell {cell} of {file} holds something; {columns} columns are the most. Delete it, or the columns "
    "that are not needed.",
    "file.too_long": "{file} is longer than {rows} rows or {cells} cells. Split it.",
    "file.binary": "{file} is not a text or table file, whatever its name says. Export it as CSV, XLSX or JSON.",
    "file.columns": "{file} has no column for: {missing}. Map the columns by hand (--mapping) or export with them.",
    "file.empty": "{file} is empty.",
    "file.json": "{file} is no JSON: line {row}, column {column} cannot be read.",
    "file.missing": "There is no file {file}.",
    "file.no_orders": "{file} holds no orders.",
    "file.quotes": "Line {row} cannot be read: {detail}. A quotation mark is probably missing.",
    "file.too_large": "{file} is too large to be an order file ({bytes} bytes).",
    "file.unknown": "{file} is in none of the formats we read.",
    "file.xlsx": "{file} is no XLSX workbook, or a damaged one.",
    "gate.open": "Not yet: {missing} is still open.",
    "gate.passed": "Order {number} is sealed behind this check, or leaving: its ticks stay as evidence.",
    "handoff.missing": "Not yet: {missing} is still missing.",
    "handoff.recorded": "{by} recorded order {number} at {at} already: {outcome}. Your record was not kept.",
    "handoff.not_out": "Order {number} is not on the road. At the counter only “picked up” can be recorded.",
    "import.cancelled": "Stopped. Nothing was written.",
    "item.no_pin": "Order {number} has no pin yet. Set it on the map first.",
    "item.unknown": "The checklist has no item “{item}”.",
    "lifecycle.illegal": "Order {number} {standing}{who}: this cannot be done with it now.",
    "line.unknown": "Order {number} no longer has this line. Its source changed it; look again.",
    "line.quantity": "The quantity must be a whole number of at least 1.",
    "pack.packed": "Order {number} is packed: {count} parcel(s). Nothing was changed; F10 prints the labels again.",
    "pack.closed": "Order {number} is closed. Nothing is packed for it.",
    "load.held": "The van cannot leave with {numbers}: on hold or changed at the source. Release them, or F4.",
    "load.not_packed": "Order {number} is not packed.",
    "load.not_verified": "Order {number} is not verified.",
    "load.unbalanced": "The van cannot leave: {missing} is not in it.",
    "label.not_sealed": "Order {number} is not sealed yet; its labels print after that.",
    "manifest.not_published": "The plan of {day} is not published. Publish it first (plan --publish).",
    "mapping.unreadable": "The mapping file {file} cannot be read. It is a JSON object of column and field.",
    "order.cancelled": "Cancelled at the source: it is kept, and not delivered.",
    "order.held": "Order {number} is held by {by} at {station}.",
    "order.no_number": "The row has no order number.",
    "order.not_an_object": "This entry is no order.",
    "order.nothing_to_deliver": "No line of this order needs delivery.",
    "order.number_twice": "The order number stands twice in the file with different orders; the first one was taken.",
    "order.on_its_way": "Order {number} is on its way.",
    "order.ambiguous": "More than one order has the number {number}: {orders}. Scan the code at the foot of its slip, "
    "or choose it in the list.",
    "order.unknown": "There is no order {number}.",
    "pack.box_empty": "The open box is still empty.",
    "pack.line_full": "{item} is complete.",
    "pack.not_open": "Order {number} is not being packed.",
    "pack.not_sealable": "Not yet: {missing} is still open.",
    "pack.not_verified": "Order {number} is not verified yet.",
    "pack.scan_only": "{item} looks like another product: scan each one.",
    "pack.weight": "“{weight}” is no weight. Type kilograms, such as 2.7.",
    "pin.impossible": "This is no place on the map.",
    "pin.unreadable": "This is no place. Type latitude and longitude, such as 60.1699, 24.9384.",
    "plan.changed_meanwhile": "{changer} changed the plan{where}{when} while this one was made, or locked a van. "
    "Nothing was written; plan again from what stands now.",
    "plan.empty": "The plan of {day} has no stops to publish.",
    "plan.no_depot": "There is no depot {depot} yet. Set one up first: Settings, Depots.",
    "plan.none": "There is no plan for {day}.",
    "plan.too_many": "The plan has {count} {what}; the search knows {most} at most.",
    "plan.too_many_skills": "{count} different skills and bound vans are more than the planner holds ({most}).",
    "plugin.unknown": "There is no “{name}” for {port}. Known: {known}.",
    "postgres.initdb": "The local database could not be created: {detail}",
    "postgres.missing": "No Postgres programs were found. Run `make setup`, or set DISPATCH_CONSOLE_POSTGRES.",
    "postgres.password": "The password file of the local database, {file}, is gone. Put it back from a backup.",
    "postgres.start": "The local database did not start: {detail}",
    "reason.missing": "Give a reason of at least three letters.",
    "reconcile.open": "Order {number} is not delivered yet.",
    "right.missing": "You are signed in as {role}; only {allowed} may do this. Ask one of them.",
    "route.draft": "Route {route} is a draft. Publish it first.",
    "route.left": "Route {route} has left; {by} released it at {at}.",
    "route.not_back": "{van} is still out with {route}: stop {stop} is not done. It cannot leave again yet.",
    "route.unknown": "There is no such route.",
    "row.twice": "Somebody entered the same at this moment. Look at it again, then repeat.",
    "row.changed": "Somebody changed this meanwhile. Look at it again, then repeat.",
    "record.changed": "Somebody changed {title} meanwhile: {changes}. What you typed is still here; Save again "
    "keeps yours.",
    "record.gone": "Somebody removed this meanwhile. What you typed is still here; as a new one it can be kept.",
    "promise.changed": "Order {number} is no longer as you saw it: {now}{by}. Look at it, then confirm again.",
    "restore.file": "{file} is no whole backup of Dispatch Console: {detail}. Nothing was changed.",
    "restore.other_site": "{file} is of another site{since}, and the database holds {orders} orders. Add --other-site "
    "if it shall take their place all the same.",
    "restore.running": "Somebody restores this database at this moment. Wait until that is done.",
    "restore.in_use": "Other programs use the database ({count} connections). Close all consoles, then restore again.",
    "restore.rights": "Your account on the server may not create databases. Restore with one that may.",
    "schema.newer": "The database is of a newer Dispatch Console ({found}, ours is {ours}). Update this station.",
    "schema.older": "The database is of an older Dispatch Console ({found}, ours is {ours}), and this account may not "
    "change its tables. Its owner brings it up to date: dispatch-console doctor, with the owner's address in "
    "DISPATCH_CONSOLE_DATABASE_OWNER_URL.",
    "screen.none": "There is no screen here. Use a command (--help lists them), or set DISPLAY.",
    "settings.unknown": "There is no setting {option}. Known are {known}.",
    "settings.folder": "The settings could not be written into {folder}: {detail}.",
    "settings.secret": "{option} is a secret: it is read from standard input, never from an argument.",
    "settings.address": "The password does not belong into {option}, where lists of processes show it. Set the address "
    "without it, then the password: settings set database_password (it is read from standard input).",
    "settings.type": "The setting {option} cannot be “{value}”.",
    "settings.unreadable": "The settings file {file} cannot be read: {detail}",
    "secret.away": "The key store of this computer cannot be used ({detail}): it neither keeps nor gives the password "
    "“{name}”. Set one up, as GNOME Keyring or KWallet, or start the program with the password in {variable}.",
    "secret.missing": "There is no password “{name}” in the key store. Set it: settings set smtp_password.",
    "smtp.unreachable": "The mail server {host} cannot be reached at port {port}. {detail}",
    "smtp.away": "The mail server cannot be reached; we try again. {detail}",
    "smtp.later": "The mail server does not take this message now; we try again. {detail}",
    "smtp.sender": "The mail server refuses our own address (mail_from); nothing can be sent. {detail}",
    "smtp.sign_in": "The mail server refuses smtp_user or smtp_password; nothing can be sent. {detail}",
    "smtp.not_set_up": "No mail server is set up (Settings, Mail): messages wait, papers are printed.",
    "smtp.recipient": "The mail server refuses this address. {detail}",
    "smtp.refused": "The mail server refuses this message. {detail}",
    "waiver.reason": "A waiver needs a reason.",
    "picture.none": "No pictures: {reason}",
    "proof.none": "Order {number} has no handoff yet.",
    "region.broken": "{file} cannot be read to its end: {reason}. The map that was there stays in use.",
    "region.disk": "The region could not be written to {folder}: {detail}. What was there stays in use.",
    "region.no_depot": "There is no depot yet around which the extract could be cut. Set one up first.",
    "region.missing": "There is no file {file}.",
    "region.not_osm": "{file} is no OpenStreetMap extract. A file that ends in .osm.pbf is wanted.",
    "matrix.unreadable": "{file} is no JSON list of [lat, lon].",
    "region.name": "“{name}” cannot be the name of a region.",
    "region.none": "No region is installed. Import one: region import FILE.osm.pbf",
    "region.outside": "No road of the region is near {place}.",
    "region.unknown": "There is no region {name}.",
    "region.nothing": "{file} holds nothing that can be drawn on a map.",
    "roads.away": "The road server {server} does not answer as it should: {detail}.",
    "slip.not_complete": "Order {number} is not complete yet; its packing slip is printed when every item is in.",
    "solve.broken": "The plan found breaks {count} constraints, first {first} on {vehicle}. Please report the file.",
    "solve.file": "{file} is not a {kind} problem that can be read: {detail}.",
    "solve.missing": "The route search is not compiled, and PyVRP does not know all of this day. Run `make setup`.",
    "solve.unknown": "The problem asks for {what}, which this optimiser does not know.",
    "waiver.role": "Only a supervisor may waive; you are signed in as {role}.",
    "driver.on_duty": "{driver} has a shift on {day}. Call him off on the Routes tab, or remove the shift first.",
    "field.characters": "The {field} holds a sign that nothing can print or keep. Type it anew instead of pasting it.",
    "field.clock": "{field}: {value} is no time of day. Write it as 08:30.",
    "field.empty": "{field} must not be empty.",
    "field.letter": "{value} is no letter. Every driver has one letter of his own.",
    "field.letter_taken": "The letter {letter} is {driver}'s. Choose another one.",
    "field.long": "{field} is longer than {most} signs.",
    "field.nowhere": "0, 0 lies in the sea. Give the place as latitude and longitude, such as 60.1786, 24.9525.",
    "field.number": "{field}: {value} is no number from {least} to {most}.",
    "field.overlap": "{field}: {value} overlap. The next one begins when the one before has ended.",
    "field.phone": "{value} is no telephone number. Write it as +358 40 555 0101.",
    "field.plate_taken": "{plate} is the plate of {van} already.",
    "field.skill": "{value} is no skill. Known are {known}.",
    "field.span": "{field}: {value} is no span of time. Write it as 08:00-12:00; it must end after it begins.",
    "field.taken": "There is a {name} already.",
    "field.zone": "{value} is no time zone. Write it as Europe/Helsinki.",
    "shift.incomplete": "A shift needs a depot, a driver and a van. Set them up first.",
    "shift.planned": "{driver} has routes that day. Call him off on the Routes tab, then change the shift.",
    "shift.twice": "{name} has a shift on {day} already.",
    "zone.empty": "A zone needs postcodes: beginnings such as 001, or spans such as 00100-00180.",
    "zone.no_van": "There is no van {name}. Known are {known}.",
    "zone.span": "{value} is no span of postcodes. Write it as 00100-00180, both with the same number of figures.",
    "zone.twice": "{postcode} is in the zone {zone} already.",
    "van.on_duty": "{van} is on duty on {day}. Remove the shift first.",
    "print.nowhere": "The papers could not be written to {folder}: {detail}. Free some room or choose another folder.",
    "papers.address": "{address} is no e-mail address. Write it as name@example.com.",
    "papers.gone": "These files are not in the folder any more: {files}. M draws papers anew.",
    "papers.stale": "Some of these papers are no longer true. M draws them anew.",
    "plan.changed": "{by} at {station} changed route {route} at {at}. It is shown as it stands now; "
    "do it again if it is still wanted.",
    "redo.nothing": "There is nothing to do again.",
    "route.closed": "Route {route} is locked or being loaded. Unlock it first, or choose another one.",
    "shift.called_off": "{driver} is called off already.",
    "stop.none": "This order stands on no route.",
    "undo.left": "This cannot be undone any more: a van of it has left, or is not on duty.",
    "undo.nothing": "There is nothing to undo.",
    "variant.unknown": "No plan called {name} is kept for {day}.",
    "window.impossible": "This is no time window: it ends before it starts, or its day does not exist.",
    "window.past": "This window is over.",
}

OUTCOMES: dict[str, str] = {
    "delivered_to_recipient": "delivered to the customer",
    "delivered_third_party": "delivered to another person",
    "delivered_safe_place": "left in the safe place",
    "delivered_mailbox": "left in the mailbox",
    "delivered_pickup_point": "left at the pick-up point",
    "delivered_partial": "delivered in part",
    "picked_up": "picked up",
    "failed_not_home": "nobody home",
    "failed_cant_find_address": "address not found",
    "failed_no_access": "no access",
    "failed_no_time": "no time left",
    "failed_parcel_missing": "parcel missing",
    "failed_missing_required_proof": "proof missing",
    "failed_payment_not_received": "not paid",
    "failed_refused": "refused",
    "failed_damaged": "damaged",
    "failed_id_check_failed": "identity check failed",
    "unattempted": "not attempted",
}
# how an order stands, by axis and state: what a refusal says instead of their names
STANDING: dict[tuple[str, str], str] = {
    ("verification", "new"): "is not verified yet",
    ("verification", "verified"): "is verified",
    ("verification", "on_hold"): "is kept back by somebody",
    ("verification", "rejected"): "was refused by somebody here",
    ("verification", "changed"): "says something else at its source now",
    ("packing", "waiting"): "is not being packed",
    ("packing", "in_progress"): "is on a packer's bench",
    ("packing", "reopened"): "has to be packed again",
    ("packing", "packed"): "is packed",
    ("appointment", "unset"): "has no window",
    ("appointment", "proposed"): "has a window that the customer has not agreed to",
    ("appointment", "lapsed"): "has no window any more",
    ("appointment", "confirmed"): "has a window that the customer agreed to",
    ("appointment", "moved"): "has a window that cannot be kept; its customer is to be rung",
    ("dispatch", "unplanned"): "is on no route",
    ("dispatch", "planned"): "is on a route that is not published",
    ("dispatch", "on_manifest"): "is on a published route and not in its van yet",
    ("dispatch", "loaded"): "is in its van, which has not left",
    ("dispatch", "out"): "is on its way",
    ("dispatch", "at_door"): "is at the customer's door",
    ("dispatch", "done"): "has its record of the door",
    ("outcome", "none"): "has no record of the door yet",
    ("outcome", "delivered"): "was handed over",
    ("outcome", "failed"): "could not be handed over",
    ("outcome", "picked_up"): "was fetched at the counter",
    ("outcome", "unattempted"): "was brought back without a try",
    ("closure", "open"): "is not closed",
    ("closure", "reconciled"): "is accounted for and closed",
    ("closure", "cancelled"): "was called off",
}
# why a message to a customer was not sent
NOT_SENT: dict[str, str] = {
    "told_already": "the customer was told already",
    "opted_out": "the customer wants no messages",
    "no_address": "there is no e-mail address",
    "bad_address": "the e-mail address cannot be one",
    "not_loaded": "its parcels are not in the van",
    "stop_done": "the stop is done",
    "stop_passed": "the van has passed",
    "outside_promise": "the van comes outside the promised time",
    "not_delivered": "it is not delivered",
    "not_missed": "it is not missed any more",
    "smtp.recipient": "the mail server refuses the address",
    "smtp.refused": "the mail server refuses the message",
    "smtp.later": "the mail server would not take it, however often it was tried",
}


HISTORY: dict[str, str] = {
    "take_reading": "Order received from the shop",
    "verify": "Verified",
    "seal": "Packed and sealed",
    "confirm": "Window confirmed",
    "keep_plan": "Put on a route",
    "edit": "Moved by hand",
    "undo": "An edit was undone",
    "redo": "An edit was done again",
    "take": "Put on a route",
    "call_off": "Its van was called off",
    "publish": "On the manifest",
    "load_parcel": "Loaded",
    "depart": "The van left the depot",
    "load": "Loaded",
    "arrive": "Arrived at the door",
    "hand_over": "Recorded at the door",
    "rebook": "Next attempt agreed",
    "leave_behind": "Left behind at the depot",
    "reconcile": "Accounted for",
    "reserve": "Paper printed",
    "keep": "Paper filed",
    "file_labels": "Labels printed",
    "tick": "Checklist item ticked",
    "untick": "Tick taken back",
    "waive": "Checklist item waived",
    "hold": "Put on hold",
    "release": "Taken off hold",
    "reject": "Rejected",
    "take_change": "Change of the source taken",
    "start": "Packing begun",
    "scan": "Item scanned",
    "weigh": "Weighed",
    "note_call": "Called",
    "set_pin": "Pin set",
}
MILESTONES = frozenset(
    ("take_reading", "verify", "seal", "confirm", "keep_plan", "publish", "load_parcel", "depart", "arrive",
     "hand_over", "rebook", "leave_behind", "reconcile")
)  # fmt: skip
UNROUTED: dict[str, str] = {
    "no_vehicles": "no van is on duty",
    "no_vehicle_with_skill": "no van can do what it needs",
    "no_van_for_zone": "no van of its zone is on duty",
    "larger_than_any_van": "larger than any van",
    "window_outside_shifts": "no van that is still here is on duty in its window",
    "no_time_left": "no time left in its window",
    "vans_full": "the vans are full",
    "unreachable": "no street leads there",
    "bound_to_missing_van": "bound to a van that is not on duty",
}


VIOLATIONS: dict[str, str] = {
    "late": "{name} is late",
    "early": "{name} is not ready yet",
    "overload": "more than fits into the van",
    "overtime": "overtime that nobody agreed to",
    "skill": "the van or the driver cannot do what {name} needs",
    "zone": "the van does not drive in {name}'s zone",
    "bound": "{name} is locked to another van",
    "closed": "the route is locked",
    "lock": "the route is locked",
    "break.missing": "no room for the break",
    "break.late": "the break comes too late",
    "too.long": "the route takes too long",
    "too.many": "too many stops",
    "unreachable": "no street leads there",
    "leaves.before.back": "the van is not back yet",
}
EDITS: dict[str, str] = {
    "optimise": "the optimised plan",
    "move": "the move",
    "unassign": "taking stops off",
    "give": "giving stops to another van",
    "swap": "the swap of two drivers",
    "reverse": "turning the route round",
    "way_out": "the way out",
    "lasso": "the choice on the map",
}

STALE: dict[str, str] = {
    "route_changed": "its route was changed",
    "called_off": "its van was called off",
    "left_behind": "an order was left behind",
    "order_changed": "an order on it was changed",
    "address_changed": "its address was changed",
    "name_changed": "its name or number was changed",
    "goods_changed": "its goods or parcels were changed",
    "promise_changed": "its time was changed",
    "stop_changed": "its van or stop was changed",
    "packed_anew": "its order is packed anew",
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def sentence(code: str, facts: dict[str, object]) -> str:
    """The sentence of a code with its blanks filled; the bare code if there is none (a test says that all have one)."""
    plain = _Facts({key: _plain(value) for key, value in facts.items()})
    plain["standing"] = STANDING.get((str(plain["axis"]), str(plain["state"])), "is not where it was")
    plain["outcome"] = OUTCOMES.get(str(plain["outcome"]), str(plain["outcome"]))
    plain["who"] = f" ({plain['by']} at {plain['at']})" if facts.get("by") else ""
    return SENTENCES.get(code, code).format_map(plain).strip()


def explain(error: DispatchError) -> str:
    return sentence(error.code, error.facts)


def not_sent(reason: str) -> str:
    """Why a message to a customer was not sent, in a few words."""
    return NOT_SENT.get(reason) or SENTENCES.get(reason, reason)


def history(operation: str) -> str:
    """What an operation was in the life of an order; empty for those without words."""
    return HISTORY.get(operation, "")


def milestone(operation: str) -> str:
    """As `history`, for those steps alone that a customer would want to read."""
    return HISTORY[operation] if operation in MILESTONES else ""


def reason(code: str) -> str:
    """Why an order has no route, in a few words."""
    return UNROUTED.get(code, code)


def violation(code: str, name: str, amount: int) -> str:
    """What breaks, in a few words."""
    return VIOLATIONS.get(code, code).format(name=name, amount=amount)


def edit(what: str) -> str:
    """An act on the plan as undo and redo name it."""
    return EDITS.get(what, what)


def _plain(value: object) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(str(part).replace("_", " ").replace(":", " ") for part in value)
    return str(value)
