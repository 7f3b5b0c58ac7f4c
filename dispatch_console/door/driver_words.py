"""Every sentence of the driver's page, in the language of the station."""

from collections.abc import Mapping

from dispatch_console import texts
from dispatch_console.domain.road import handed, proof
from dispatch_console.domain.road.outcomes import OUTCOMES
from dispatch_console.language import mark, tr


def words() -> Mapping[str, object]:
    """Return the sentences by their key; names in braces are filled by the page."""
    return {
        "title": tr("Route"),
        "outcomes": {code: _said(code) for code in OUTCOMES},
        # where a thumb presses, or a line has little room
        "short": {code: texts.OUTCOMES_SHORT[code].capitalize() for code in OUTCOMES},
        "failures": {
            code: _said(code) for code, outcome in OUTCOMES.items() if outcome.action in ("fail", "leave_unattempted")
        },
        "relations": {code: _said(code) for code in proof.RELATIONS if code != "customer"},
        "id_kinds": {code: _said(code) for code in proof.ID_KINDS},
        "means": {code: _said(code) for code in proof.MEANS},
        "issues": {code: _said(code) for code in handed.ISSUES},
        "dones": {code: _said(code) for code in handed.DONE},
        "proofs": {
            "said_name": tr("name"),
            "said_number": tr("order number"),
            "signature": tr("signature"),
            "photo": tr("photo"),
            "pin": tr("PIN"),
        },
        **_of_the_route(),
        **_of_the_door(),
        **_of_the_phone(),
    }


def _open(marked: str) -> str:
    """Return a sentence whose blanks the page fills."""
    return tr(marked)


def _said(code: str) -> str:
    known = texts.OUTCOMES.get(code) or texts.plain(code)
    return known[:1].upper() + known[1:]


def _of_the_route() -> dict[str, str]:
    return {
        "back": tr("Back"),
        "route": _open(mark("Route {name}")),
        "late": tr("late"),
        "done_of": _open(mark("{done} of {all} done")),
        "next_stop": _open(mark("Next stop, {km} km")),
        "all_done": tr("All stops are done."),
        "queue": tr("What was sent"),
        "end": tr("Back at the depot"),
        "go_to": _open(mark("Go to stop {number}")),
        "stop": _open(mark("Stop {number}")),
        "stop_of": _open(mark("Stop {number} of {all}")),
        "promised": _open(mark("promised {window}")),
        "cancelled": tr("cancelled: bring it back"),
        "door_code": _open(mark("Door code {code}")),
        "safe_place": _open(mark("Safe place: {place}")),
        "no_safe_place": tr("NO safe place"),
        "still_in": _open(mark("still in {van}")),
        "take_over": tr("I have it now"),
        "taken_over": tr("taken over"),
        "to_take_over": _open(mark("Take over the parcels of stop {number}")),
        "navigate": tr("Navigate"),
        "call": tr("Call"),
        "answered": tr("Answered"),
        "no_answer": tr("No answer"),
        "otherwise": tr("I chose wrongly"),
        "opened": tr("Somebody opened after all"),
        "worked": tr("It worked after all"),
        "replaces": _open(mark("You put right what was recorded: {outcome}. What you write here takes its place.")),
        "tries_again": _open(mark("Before: {outcome}. What you write here happened after that, now.")),
        "changed": _open(mark("The depot changed your route at {time}. Look at the order of your stops.")),
        "changed_seen": tr("I have seen it"),
        "was_handed": tr("It was handed over"),
        "was_handed_other": tr("It was handed over differently"),
        "was_missed": tr("It was not delivered"),
        "cannot": tr("Cannot deliver"),
        "to_list": tr("To the route"),
        "hand_over": tr("Hand over"),
        "arrived": tr("I have arrived"),
        "parcel": _open(mark("{count} parcel")),
        "parcels": _open(mark("{count} parcels")),
        "need_id": tr("Identity paper"),
        "need_age": tr("18 or over"),
        "need_two": tr("Two persons"),
        "need_fragile": tr("Fragile"),
        "need_cold": tr("Cold"),
        "check": tr("Check the van"),
        "odometer": tr("Odometer, km"),
        "fuel": tr("Fuel"),
        "damage": tr("Damage; empty for none"),
        "papers": tr("Papers are in the van"),
        "keep_check": tr("Keep the check"),
        "lacks_km": tr("write the odometer first"),
        "km_figures": tr("figures only"),
        "km_lower": _open(mark("It stood at {km} km before. Press again if it is less all the same.")),
        "hand_in": tr("Hand in at the return desk"),
        "stops_done": tr("delivered"),
        "not_delivered": tr("not delivered"),
        "still_open": tr("still open"),
        "comes_back": _open(mark("{what} comes back")),
        "in_cash": _open(mark("{amount} in cash")),
        "sheet_too": _open(mark("The signed sheet too: stop {numbers}")),
        "close_route": tr("I am back"),
        "lacks_stops": _open(mark("Stops without an outcome: {count}")),
        "not_here": tr("This stop is not on your route any more. What you did there is kept and handed in."),
        "back_since": _open(mark("You have been back since {time}.")),
        "load_next": _open(mark("Back to the depot: {name} is loaded there.")),
        "loaded_later": _open(mark("{name}, still in the warehouse")),
        "seen": tr("While you are out, the desk sees where this phone was last."),
        "no_route": tr("No route is published for you yet. This page shows it as soon as there is one."),
    }


def _of_the_door() -> dict[str, str]:
    return {
        "at_door": _open(mark("at the door {time}")),
        "parcels_checked": _open(mark("Parcels: {checked} of {all} checked")),
        "scan": tr("Scan parcel"),
        "stop_scan": tr("Close the camera"),
        "type_number": tr("Type the number"),
        "other_parcel": tr("That parcel is not for this door."),
        "no_code": tr("That is no number of a parcel: a digit is wrong."),
        "who_takes": tr("Who takes it?"),
        "in_person": tr("only in person"),
        "not_allowed": tr("not allowed"),
        "too_large": tr("two people carry it"),
        "ask": tr("Ask for name and order number"),
        "ends_in": _open(mark("Order ends in {end}")),
        "id_kind": tr("Which paper did you see?"),
        "no_number": tr("Never write its number, and take no photo of it."),
        "of_age": tr("18 or over"),
        "choose": tr("choose"),
        "item_all": _open(mark("1 piece accepted. Change it")),
        "item_not": _open(mark("1 piece not accepted")),
        "items_all": _open(mark("All {count} pieces accepted. Change")),
        "items_not": _open(mark("{count} pieces not accepted")),
        "items_of": _open(mark("{accepted} of {sent} pieces")),
        "refused": tr("Refused"),
        "damaged": tr("Damaged"),
        "issue": tr("What is wrong"),
        "done": tr("What was done"),
        "too_many": _open(mark("Only {sent} pieces came.")),
        "to_pay": _open(mark("To pay: {amount}")),
        "less": _open(mark("{amount} taken off {all} for refunded goods")),
        "unpriced": _open(
            mark("No price is known for {goods}. Take the whole sum; customer service gives the rest back.")
        ),
        "taken": tr("Taken"),
        "means_of": tr("Paid by"),
        "over": _open(mark("{amount} too much")),
        "under": _open(mark("{amount} too little")),
        "name_of": tr("Name of the signer"),
        "relation": tr("Who is that?"),
        "signature": tr("Signature"),
        "parcel_received": _open(mark("{count} parcel received")),
        "parcels_received": _open(mark("{count} parcels received")),
        "sign_again": tr("Something changed after the signature: please sign once more."),
        "clear": tr("Clear"),
        "on_paper": tr("Signed on paper"),
        "sign_here": tr("Sign here instead"),
        "photo": tr("Take a photo"),
        "photo_none": tr("This is no photo. Take it again."),
        "photo_empty": tr("The photo shows nothing. Take it again."),
        "photo_large": tr("The photo is too large. Take it again from further away."),
        "photo_away": tr("Remove"),
        "photo_alt": tr("Photo, not sent yet"),
        "photo_one": tr("1 photo. Add another"),
        "photos": _open(mark("{count} photos. One more")),
        "note": tr("Note"),
        "delivered": tr("Delivered"),
        "lacks_who": tr("say who takes it"),
        "lacks_parcels": tr("check every parcel"),
        "lacks_issue": tr("say what is wrong, and what was done"),
        "lacks_taken": tr("all of it comes back: record it as not delivered"),
        "lacks_pieces": tr("more pieces than came"),
        "lacks_relation": tr("say who that is"),
        "lacks_photo": tr("take a photo"),
        "lacks_pin": tr("ask for the PIN"),
        "pin": tr("PIN that the customer says"),
        "pin_right": tr("The PIN is right."),
        "pin_wrong": _open(mark("The PIN is wrong. Tries left: {left}.")),
        "pin_locked": tr("Wrong five times. It is not compared any more: ring the desk."),
        "pin_kept": tr("No connection: it is compared later."),
        "warned_short": _open(mark("{amount} too little. Press again if that is all you got.")),
        "warned": _open(mark("Not there: {proofs}. Press again to record without.")),
        "lacks_ask": tr("ask for name and order number"),
        "lacks_id": tr("say which paper you saw"),
        "lacks_age": tr("confirm the age"),
        "lacks_cash": tr("write what was taken"),
        "lacks_name": tr("write the name"),
        "lacks_signature": tr("let somebody sign"),
        "what_happened": tr("What happened?"),
        "rang_answered": _open(mark("Rang at {time}, answered")),
        "rang_none": _open(mark("Rang at {time}, no answer")),
        "ring_first": tr("Ring first"),
        "may_leave": _open(mark("You may leave it: {place}")),
        "bring_back": tr("Do not leave it here. Bring it back."),
        "record": _open(mark("Record: {outcome}")),
        "record_plain": tr("Record"),
        "lacks_outcome": tr("say what happened"),
    }


def _of_the_phone() -> dict[str, str]:
    return {
        "offline": _open(mark("No connection since {time}")),
        "keep_open": _open(
            mark("Go on working. Kept on this phone: {count}. It is sent only while this page is open.")
        ),
        "held": _open(mark("Waiting on this phone: {count}. It will still be sent.")),
        "standing_over": tr("This link was taken back. Ask the desk."),
        "standing_other": tr("Another phone has this route now. Ask the desk."),
        "standing_unknown": tr("The depot does not know this link any more. Ask the desk."),
        "paper_counts": tr("The paper is the record"),
        "paper_why_certificate": tr(
            "This phone does not trust the depot's certificate: without network the page is gone. "
            "Write on the manifest."
        ),
        "paper_why": tr("This page did not come over https: without network it may be gone. Write on the manifest."),
        "ready": tr("Ready without network."),
        "not_ready": tr("Not ready without network yet."),
        "try_it": tr("Open it again to try"),
        "all_sent": tr("all sent"),
        "try_now": tr("Try now"),
        "sent": tr("Sent"),
        "at_desk": tr("Somebody at the desk looks at these"),
        "act_arrive": tr("arrived"),
        "act_called": tr("rang"),
        "act_check": tr("van checked"),
        "act_back": tr("back at the depot"),
        "act_take": tr("took a parcel over"),
    }
