"""The pages of a customer. A look changes nothing, whoever looks; what changes something is a choice that was sent."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dispatch_console import texts
from dispatch_console.application.customers import choosing, pushing, surveying
from dispatch_console.application.customers.actor import the_customer
from dispatch_console.application.customers.page import PageFacts, Standing, loads_ahead, page_facts
from dispatch_console.application.desk import Desk
from dispatch_console.application.papers.proof_photos import picture
from dispatch_console.application.planning.slot_prices import slot_prices
from dispatch_console.application.promises.slots import SlotLoad
from dispatch_console.domain.errors import BadInput, Conflict, DispatchError, Refused
from dispatch_console.domain.messages.links import AFTER_DELIVERY, LinkKind
from dispatch_console.domain.moments import from_text
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.values import TimeWindow
from dispatch_console.door import customer_words
from dispatch_console.door.html import POLICY, html
from dispatch_console.language import ENGLISH, for_customers, speaking, tr
from dispatch_console.ports import TravelTimes

log = logging.getLogger(__name__)
FIELDS = 10
RING = "ring"
# seconds for which a look is told the same of how full windows are
LOADS_HOLD_S = 5.0


class CustomerPages:
    """`travel`: driving times, with which a window is checked against the plan of its day before it is promised.
    `push_server`: where push notes go, empty for none.
    """

    def __init__(
        self, desk: Desk, house: Sender, travel: Callable[[], TravelTimes] | None = None, push_server: str = ""
    ) -> None:
        self._desk = desk.acting_as(the_customer(tr("web page")))
        self._house, self._travel = house, travel
        self._push_server = push_server.rstrip("/")
        # how full the windows were, and until when that is said
        self._loads: tuple[SlotLoad, ...] = ()
        self._loads_hold = 0.0

    async def main(self, request: Request) -> Response:
        return await self._answered(request, self._main)

    async def slot(self, request: Request) -> Response:
        return await self._answered(request, self._slot)

    async def choose(self, request: Request) -> Response:
        return await self._answered(request, self._choose)

    async def safe(self, request: Request) -> Response:
        return await self._answered(request, self._safe)

    async def allow(self, request: Request) -> Response:
        return await self._answered(request, self._allow)

    async def survey(self, request: Request) -> Response:
        return await self._answered(request, self._survey)

    async def wrong(self, request: Request) -> Response:
        return await self._answered(request, self._wrong)

    async def complain(self, request: Request) -> Response:
        return await self._answered(request, self._complain)

    async def push(self, request: Request) -> Response:
        return await self._answered(request, self._push)

    async def push_now(self, request: Request) -> Response:
        return await self._answered(request, self._push_now)

    async def stop(self, request: Request) -> Response:
        return await self._answered(request, self._stop)

    async def stop_now(self, request: Request) -> Response:
        return await self._answered(request, self._stop_now)

    async def signature(self, request: Request) -> Response:
        return await self._answered(request, self._signature)

    async def photo(self, request: Request) -> Response:
        return await self._answered(request, partial(self._photo, int(request.path_params["number"])))

    async def _answered(
        self, request: Request, answer: Callable[[PageFacts, str, Mapping[str, str]], Response]
    ) -> Response:
        """Answer for a link that lives; for any other there is nothing here, and no word of why."""
        token, form = str(request.path_params["token"]), _form(await request.body())

        def answered() -> Response:
            with speaking(_language("", request)):
                try:
                    facts = self._facts(token, fresh=request.method != "GET")
                    with speaking(_language(facts.language, request)):
                        return answer(facts, token, form)
                except Refused as refused:
                    if refused.code == "link.dead":
                        return Response(status_code=404)
                    log.exception("a customer's page was refused")
                    return self._away()
                except DispatchError as error:
                    log.warning("a customer's page: %s", error.code)
                    return self._away()

        return await run_in_threadpool(answered)

    def _facts(self, token: str, *, fresh: bool = True) -> PageFacts:
        """Return what a page shows. A mere look may say how full windows were a moment ago: a press asks again."""
        now = self._desk.clock()
        if fresh:
            return self._desk.ask_now(page_facts, token, now)
        if time.monotonic() > self._loads_hold:
            self._loads, self._loads_hold = self._desk.ask_now(loads_ahead, now), time.monotonic() + LOADS_HOLD_S
        return self._desk.ask_now(page_facts, token, now, self._loads)

    def _main(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        if facts.standing is Standing.DELIVERED and facts.link in AFTER_DELIVERY:
            return self._page("delivered", facts, token)
        wants_slot = facts.link is LinkKind.SLOT and facts.standing is Standing.PROMISED and facts.coming is None
        if facts.standing in (Standing.CHOOSE, Standing.MISSED) or wants_slot:
            return self._slot(facts, token, form)
        return self._page("where", facts, token)

    def _slot(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        if facts.standing not in (Standing.CHOOSE, Standing.PROMISED, Standing.MISSED):
            return self._page("where", facts, token)
        return self._page("slot", facts, token)

    def _choose(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        choice = form.get("window", "")
        if not choice:
            return self._page("slot", facts, token, said=tr("Choose one of these first."), status=400)
        if choice == RING:
            self._desk.do_now(choosing.ask_to_be_rung, token, "")
            return self._told(facts, token, tr("We will ring you."))
        window = _window(choice)
        if window is None:
            return self._page("slot", facts, token, said=tr("Choose one of these first."), status=400)
        try:
            if window not in facts.windows and window != facts.promise:
                raise Refused("slot.taken", number=facts.number)
            self._require_kept(facts, window)
            self._desk.do_now(choosing.choose_window, token, window)
        except (Refused, Conflict) as refused:
            if refused.code == "link.dead":
                raise
            now = self._facts(token)
            without = tuple(other for other in now.windows if other != window)
            said = _why(refused, now)
            template = "slot" if now.standing in (Standing.CHOOSE, Standing.PROMISED, Standing.MISSED) else "where"
            return self._page(template, now, token, said=said, status=409, windows=without)
        return self._told(self._facts(token), token, "")

    def _require_kept(self, facts: PageFacts, window: TimeWindow) -> None:
        """Require that no promise breaks with a window, as far as the plan of its day tells. Errors: Refused
        `slot.taken`.
        """
        if self._travel is None or window in (facts.proposed, facts.promise):
            return
        day = window.start.astimezone(facts.zone).date()
        try:
            price = self._desk.ask_now(slot_prices, day, facts.order_id, [window], self._travel())[0]
        except DispatchError as error:
            # without a pin or a plan the room of the window alone decides
            log.info("no price for a window of order %s: %s", facts.number, error.code)
            return
        if not price.keeps_all:
            raise Refused("slot.taken", number=facts.number)

    def _safe(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        if facts.standing in (Standing.DELIVERED, Standing.ENDED, Standing.COLLECTED):
            return self._page("where", facts, token)
        return self._page("safe", facts, token, place=facts.safe_place)

    def _allow(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        place, what = form.get("place", ""), form.get("what", "")
        if not what and place.strip() and place.strip() != facts.safe_place:
            # whoever typed a place means it
            what = "allow"
        if what == RING:
            self._desk.do_now(choosing.ask_to_be_rung, token, place)
            return self._told(facts, token, tr("We will ring you."))
        if what not in ("allow", "take_back"):
            return self._page("safe", facts, token, said=tr("Choose one of these first."), place=place, status=400)
        wanted = place if what == "allow" else ""
        if what == "allow" and not place.strip():
            said = tr("Write down where it may be left.")
            return self._page("safe", facts, token, said=said, place=place, what=what, status=400)
        try:
            self._desk.do_now(choosing.allow_safe_place, token, wanted)
        except BadInput as error:
            return self._page("safe", facts, token, said=texts.explain(error), place=place, status=400)
        except Refused as refused:
            if refused.code == "link.dead":
                raise
            return self._page("safe", self._facts(token), token, said=texts.explain(refused), place=place, status=409)
        said = tr("We may leave it here: {place}", place=wanted) if wanted else tr("We leave it nowhere.")
        return self._told(self._facts(token), token, said)

    def _survey(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_after(facts)
        rating, text = form.get("rating", ""), form.get("text", "")
        try:
            self._desk.do_now(surveying.answer_survey, token, int(rating) if rating.isdecimal() else 0, text)
        except BadInput as error:
            return self._page("delivered", facts, token, said=texts.explain(error), text=text, status=400)
        said = tr("Thank you. Your answer has arrived.")
        return self._page("delivered", self._facts(token), token, said=said)

    def _wrong(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_after(facts)
        return self._page("wrong", facts, token)

    def _complain(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_after(facts)
        text = form.get("text", "")
        try:
            self._desk.do_now(surveying.complain, token, text)
        except BadInput as error:
            return self._page("wrong", facts, token, said=texts.explain(error), text=text, status=400)
        return self._told(facts, token, tr("We look at it and answer you."))

    def _push(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        if not self._push_server:
            raise Refused("link.dead")
        return self._page("push", facts, token)

    def _push_now(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_before(facts)
        if not self._push_server or form.get("push") not in ("on", "off"):
            return self._push(facts, token, form)
        self._desk.do_now(pushing.want_push, token, wanted=form["push"] == "on")
        # the page leads away from here: who comes back must not be asked to send the form again
        return RedirectResponse(f"/c/{token}/push", 303, headers={"content-security-policy": POLICY})

    def _stop(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        return self._page("stop", facts, token)

    def _stop_now(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        """Stop messages: a person ticked it, or his mail program says so by the one field that it sends."""
        if form.get("stop") != "yes" and form.get("List-Unsubscribe") != "One-Click":
            return self._page("stop", facts, token, said=tr("Choose one of these first."), status=400)
        if not self._desk.do_now(choosing.want_no_messages, token):
            return self._told(facts, token, tr("Nothing is sent to this link. Please ring us."))
        return self._told(facts, token, tr("We send no more messages there."))

    def _signature(self, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_after(facts)
        if facts.proof is None or facts.proof.signature is None:
            return Response(status_code=404)
        return Response(facts.proof.signature, media_type="image/png")

    def _photo(self, number: int, facts: PageFacts, token: str, form: Mapping[str, str]) -> Response:
        _require_after(facts)
        if facts.proof is None or not 1 <= number <= len(facts.proof.photos):
            return Response(status_code=404)
        return Response(self._desk.ask_now(picture, facts.proof.photos[number - 1]), media_type="image/jpeg")

    def _told(self, facts: PageFacts, token: str, said: str) -> Response:
        return self._page("told", facts, token, said=said)

    def _page(
        self,
        template: str,
        facts: PageFacts,
        token: str,
        *,
        said: str = "",
        status: int = 200,
        windows: Sequence[TimeWindow] | None = None,
        **typed: str,
    ) -> Response:
        """Return a page. `windows`: those that may be chosen, where they are fewer; `typed` stays in its fields."""
        offered = facts.windows if windows is None else windows
        known = customer_words.words(facts, offered, self._house, self._desk.clock())
        known |= {"token": token, "said": said, "renew": template == "where" and facts.coming is not None}
        known |= {"push": bool(self._push_server), "topics": self._topics(facts)}
        page = html(f"{template}.html", {"place": "", "text": "", "what": "", **known, **typed})
        return HTMLResponse(page, status, headers={"content-security-policy": POLICY})

    def _topics(self, facts: PageFacts) -> tuple[str, ...]:
        """Return where the customer's push notes come: for the app, and for the browser."""
        if not facts.push_topic or not self._push_server:
            return ()
        at = f"{self._push_server}/{facts.push_topic}"
        return f"ntfy://{at.partition('://')[2]}", at

    def _away(self) -> Response:
        known = {"house": self._house.name, "phone": self._house.phone, "words": customer_words.away()}
        return HTMLResponse(
            html("away.html", known), 503, headers={"content-security-policy": POLICY, "retry-after": "60"}
        )


def _require_before(facts: PageFacts) -> None:
    if facts.link in AFTER_DELIVERY:
        raise Refused("link.dead")


def _require_after(facts: PageFacts) -> None:
    if facts.link not in AFTER_DELIVERY or facts.standing is not Standing.DELIVERED:
        raise Refused("link.dead")


def _why(refused: DispatchError, facts: PageFacts) -> str:
    if refused.code == "order.on_its_way":
        return tr("Your order is on its way. The window cannot be changed here any more.")
    return tr("That time has just been taken. Please choose another one.")


def _form(body: bytes) -> dict[str, str]:
    """Read a form; of a field that comes twice the first counts."""
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}


def _window(text: str) -> TimeWindow | None:
    start, _, end = text.partition("/")
    try:
        return TimeWindow(from_text(start), from_text(end))
    except (ValueError, TypeError, DispatchError):
        return None


def _language(wanted: str, request: Request) -> str:
    """Return the language of the customer, else the first that his browser asks for and we write."""
    known = for_customers()
    if wanted.partition("_")[0] in known:
        return wanted
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag = part.split(";")[0].strip().partition("-")[0].lower()
        if tag in known:
            return tag
    return ENGLISH
