"""Every word of a customer's page, in the language that is spoken."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_console import texts
from dispatch_console.application.customers.page import Coming, PageFacts, Standing
from dispatch_console.domain.moments import to_text
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import TimeWindow
from dispatch_console.language import listed, money, plural, spoken, tr, weekday_month


def words(facts: PageFacts, windows: Sequence[TimeWindow], house: Sender, now: datetime) -> dict[str, object]:
    """Return what the templates fill in. `windows`: those that may be chosen."""
    zone = facts.zone
    return {
        "lang": spoken().tag.replace("_", "-"),
        "house": house.name,
        "phone": house.phone,
        "dial": _dial(house.phone),
        "number": facts.number,
        "words": _fixed(),
        "head": _head(facts),
        "goods": _goods(facts),
        "street": facts.street,
        "needs": _needs(facts),
        "choices": [_choice(facts, window, zone) for window in windows],
        "standing": _standing_choice(facts),
        "promise": _promised(facts),
        "may_change": facts.standing in (Standing.CHOOSE, Standing.PROMISED, Standing.MISSED),
        "may_be_left": facts.may_be_left,
        "safe_place": facts.safe_place,
        "coming": _coming(facts, facts.coming, now) if facts.coming is not None else None,
        "proof": _proof(facts),
        "as_of": _as_of(facts, now),
    }


def away() -> Mapping[str, str]:
    return {
        "title": tr("Your delivery"),
        "away": tr("This page does not answer at the moment."),
        "again": tr("Please try again in a minute. Nothing was changed."),
    }


def _fixed() -> dict[str, str]:
    return {
        "title": tr("Your delivery"),
        "proposal": tr("our proposal"),
        "none_of_these": tr("None of these, please ring me"),
        "confirm": tr("Confirm"),
        "change_until": tr("You can change it here until the van leaves."),
        "text_before": tr("We write to you 1 to 2 hours before we come."),
        "not_at_home": tr("Not at home? Allow a safe place"),
        "am_not_at_home": tr("I am not at home"),
        "call_driver": tr("Call the driver"),
        "call_us": tr("Call us"),
        "change": tr("Choose another time"),
        "keep": tr("Keep this time"),
        "no_windows": tr("There is no free time in the next days. Let us ring you."),
        "renews": tr("This page renews itself every minute. The time can still change when a stop takes longer."),
        "you": tr("you"),
        "safe_head": tr("Where may we leave it?"),
        "safe_place": tr("Where exactly? For example: in the shed beside the door"),
        "may_leave": tr("We may leave it here when nobody is at home:"),
        "other_time": tr("You can choose another time here until the van leaves."),
        "allow": tr("You may leave it there when I am not at home"),
        "take_back": tr("Leave it nowhere"),
        "ring_me": tr("Please ring me"),
        "never": tr("These goods are handed to a person. They cannot be left anywhere."),
        "send": tr("Send"),
        "back": tr("Back"),
        "wrong": tr("Something is wrong"),
        "wrong_head": tr("What is wrong?"),
        "wrong_hint": tr("Write what is missing or broken. We answer you."),
        "survey": tr("How was the delivery?"),
        "answer_again": tr("Change my answer"),
        "bad": tr("bad"),
        "good": tr("very good"),
        "know": tr("What should we know? (optional)"),
        "thanks": tr("Thank you for your order."),
        "signature": tr("Signature"),
        "done": tr("That is noted."),
        "push_head": tr("Notes on this telephone"),
        "push_hint": tr("They cost nothing and need no account. Your telephone listens at an address of your own."),
        "push_on": tr("Send notes about this order there"),
        "push_off": tr("No more notes there"),
        "push_next": tr("Notes are on. Now let your telephone listen: open one of these."),
        "push_app": tr("Open in the app ntfy"),
        "push_browser": tr("Open in the browser"),
        "push_else": tr("Until it listens there you would see nothing, and nobody can know that."),
        "stop_head": tr("No more messages?"),
        "stop_hint": tr("Then nobody can tell you when we come, or that we are late. Your order is not cancelled."),
        "stop_yes": tr("Send me no more messages"),
    }


def _as_of(facts: PageFacts, now: datetime) -> str:
    """Return of when the news is: where nobody hears of the van it is older than this page."""
    if facts.coming is not None and facts.coming.last_news is not None:
        heard = _clock(facts.coming.last_news, facts.zone)
        return tr("Last news from the van: {time}. It may be nearer than this.", time=heard)
    return tr("As of {time}.", time=_clock(now, facts.zone))


def _head(facts: PageFacts) -> str:
    match facts.standing:
        case Standing.PROMISED:
            return _promised(facts)
        case Standing.CHOOSE:
            return tr("When shall we bring your order?")
        case Standing.MISSED:
            return tr("We did not reach you. When shall we come again?")
        case Standing.HELD:
            return tr("We look at your order once more and will ring you.")
        case Standing.COLLECTED:
            return tr("You collect this order yourself.")
        case Standing.ENDED:
            return tr("This order is not delivered any more.")
        case Standing.DELIVERED:
            return tr("This order was delivered.")
        case Standing.ON_ITS_WAY:
            return tr("Your order is on its way.")


def _goods(facts: PageFacts) -> str:
    return plural("{count} parcel to", "{count} parcels to", facts.parcels) if facts.parcels else tr("Your order to")


def _needs(facts: PageFacts) -> list[str]:
    said = []
    if facts.needs_papers:
        said.append(tr("Please have an identity card ready."))
    if facts.pin:
        said.append(tr("Your PIN: {pin}. Tell it to the driver at the door, and to nobody before.", pin=facts.pin))
    if facts.to_pay is not None:
        said.append(tr("{amount} are paid at the door.", amount=money(facts.to_pay)))
    if facts.needs_person:
        said.append(tr("Somebody has to sign for it."))
    return said


def _choice(facts: PageFacts, window: TimeWindow, zone: ZoneInfo) -> dict[str, object]:
    return {
        "value": f"{to_text(window.start)}/{to_text(window.end)}",
        "day": weekday_month(window.start.astimezone(zone)),
        "hours": _hours(window, zone),
        "proposed": window == facts.proposed,
    }


def _standing_choice(facts: PageFacts) -> dict[str, object] | None:
    """Return the window that was agreed: sending the page without a choice keeps it."""
    if facts.promise is None or not facts.is_confirmed:
        return None
    return _choice(facts, facts.promise, facts.zone)


def _promised(facts: PageFacts) -> str:
    if facts.promise is None:
        return ""
    day, hours = weekday_month(facts.promise.start.astimezone(facts.zone)), _hours(facts.promise, facts.zone)
    if facts.is_confirmed:
        return tr("Agreed: {day}, {hours}", day=day, hours=hours)
    return tr("Not agreed yet: {day}, {hours}", day=day, hours=hours)


def _coming(facts: PageFacts, coming: Coming, now: datetime) -> dict[str, object]:
    zone = facts.zone
    day = coming.start.astimezone(zone)
    today = day.date() == now.astimezone(zone).date()
    between = (
        tr("Your order comes today between")
        if today
        else tr("Your order comes on {day} between", day=weekday_month(day))
    )
    promise = ""
    if facts.promise is not None:
        hours = _hours(facts.promise, zone)
        promise = (
            tr("Promised {hours}. We are late, and we are sorry.", hours=hours)
            if coming.is_late
            else tr("Promised {hours}. On time.", hours=hours)
        )
    ahead = (
        plural("{count} stop ahead of you", "{count} stops ahead of you", coming.ahead)
        if coming.ahead
        else tr("You are the next stop")
    )
    return {
        "between": between,
        "hours": f"{_clock(coming.start, zone)} – {_clock(coming.end, zone)}",
        "promise": promise,
        "late": coming.is_late,
        "late_head": tr("We are late"),
        "ahead": ahead if coming.has_left else tr("The van has not left yet."),
        "dots": min(coming.ahead, 6) if coming.has_left else 0,
        "driver": coming.driver.split()[0] if coming.driver else "",
        "dial": _dial(coming.driver_phone),
        "who": _who(coming),
    }


def _who(coming: Coming) -> str:
    if coming.plate:
        return tr("{driver} brings it, van {plate}.", driver=coming.driver, plate=coming.plate)
    return tr("{driver} brings it.", driver=coming.driver)


def _proof(facts: PageFacts) -> dict[str, object] | None:
    proof = facts.proof
    if proof is None:
        return None
    at = proof.at.astimezone(facts.zone)
    count = plural("{count} parcel", "{count} parcels", facts.parcels) if facts.parcels else tr("Your order")
    if proof.left:
        said = tr("{parcels}, left {place}.", parcels=count, place=texts.LEFT_IN[proof.left])
    elif proof.recipient and proof.driver:
        said = tr("{parcels}, handed to {name} by {driver}.", parcels=count, name=proof.recipient, driver=proof.driver)
    elif proof.recipient:
        said = tr("{parcels}, handed to {name}.", parcels=count, name=proof.recipient)
    else:
        said = tr("{parcels}, handed over.", parcels=count)
    return {
        "head": tr("Delivered {day} at {time}", day=weekday_month(at), time=f"{at:%H:%M}"),
        "said": said,
        "signature": proof.signature is not None,
        # a photo is large: it comes when it is asked for
        "photos": [tr("See photo {number}", number=number) for number in range(1, len(proof.photos) + 1)],
        "signed": tr("signed {time}", time=f"{at:%H:%M}"),
        "rating": proof.rating,
        "answered": tr("You gave it {rating} of 5.", rating=proof.rating) if proof.rating else "",
        "goods": _pieces(proof.goods),
        "not_taken": tr("Not handed over: {goods}", goods=listed(_pieces(proof.not_taken))) if proof.not_taken else "",
        "open": tr("Still to come: {goods}", goods=listed(_pieces(proof.still_open))) if proof.still_open else "",
    }


def _pieces(goods: Sequence[tuple[int, str]]) -> list[str]:
    return [f"{count} × {name}" for count, name in goods]


def _hours(window: TimeWindow, zone: ZoneInfo) -> str:
    return f"{_clock(window.start, zone)}–{_clock(window.end, zone)}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _dial(phone: str) -> str:
    """Return a number as a link takes it; empty where there is none."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")
