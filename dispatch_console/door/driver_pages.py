"""The driver's page: one phone takes a route, shows it, and hands in what was done. Looking takes nothing."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import pins
from dispatch_console.application.phones import acts, hearing, pairing, photos
from dispatch_console.application.phones.acts import NotTaken, Receipt
from dispatch_console.application.phones.driver_route import driver_route
from dispatch_console.application.phones.pairing import Holder
from dispatch_console.domain.errors import BadInput, Conflict, Refused
from dispatch_console.domain.moments import to_text
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.domain.road import phone_acts
from dispatch_console.domain.road.phone_acts import PhoneAct
from dispatch_console.domain.road.phone_clock import Reading
from dispatch_console.door import driver_words
from dispatch_console.door.driver_files import SCRIPT, STYLE, address, files, version
from dispatch_console.door.html import html
from dispatch_console.door.pictures import look
from dispatch_console.language import tr

log = logging.getLogger(__name__)
COOKIE, COOKIE_LASTS_S = "dispatch_phone", 4 * 86400
FILE_LASTS_S = 30 * 86400
MOST_ACTS = 50
# scripts and styles of this page alone; pictures that it made itself
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "worker-src 'self'; media-src 'self' blob:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class DriverPages:
    """Whatever a link does not allow is answered 404 without a word, as for one that never was."""

    def __init__(self, desk: Desk, house: Sender) -> None:
        self._desk, self._house = desk.acting_as(pairing.PAGE), house

    async def file(self, request: Request) -> Response:
        file = files()[request.url.path.rpartition("/")[2]]
        # what is asked for by its version never changes; a page that a phone kept may ask for an older one
        is_this = request.query_params.get("v") == version()
        headers = {"cache-control": f"max-age={FILE_LASTS_S}, immutable" if is_this else "no-cache",
                   "vary": "accept-encoding"}  # fmt: skip
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(file.plain, media_type=file.media_type, headers=headers)
        return Response(file.compressed, media_type=file.media_type, headers=headers | {"content-encoding": "gzip"})

    async def worker(self, request: Request) -> Response:
        facts = {"version": version(), "files": [address(name) for name in files()]}
        made = html("driver/sw.js", facts)
        # a worker fetches by the policy that it came with
        headers = {"cache-control": "no-cache", "content-security-policy": "default-src 'none'; connect-src 'self'"}
        return Response(made, media_type="text/javascript", headers=headers)

    async def page(self, request: Request) -> Response:
        return await run_in_threadpool(self._page, request, "")

    async def take(self, request: Request) -> Response:
        code = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=4).get("code", [""])[0]
        return await run_in_threadpool(self._take, request, code)

    async def route(self, request: Request) -> Response:
        return await run_in_threadpool(self._route, request)

    async def hello(self, request: Request) -> Response:
        return await run_in_threadpool(self._hello, request, await _document(request))

    async def acts(self, request: Request) -> Response:
        return await run_in_threadpool(self._acts, request, await _document(request))

    async def pin(self, request: Request) -> Response:
        return await run_in_threadpool(self._pin, request, await _document(request))

    async def photo(self, request: Request) -> Response:
        return await run_in_threadpool(self._photo, request, await request.body())

    def _holder(self, request: Request) -> Holder | None:
        secret = request.cookies.get(COOKIE, "")
        return self._desk.ask_now(pairing.holder, _token(request), secret, self._desk.clock())

    def _page(self, request: Request, said: str, status: int = 200) -> Response:
        """Show the page to the phone that has the route, and to any other how to take it: nothing of the route."""
        found = self._holder(request)
        headers = {"content-security-policy": POLICY}
        facts: dict[str, Any] = {
            "words": driver_words.words(),
            "version": version(),
            "style": address(STYLE),
            "said": said,
        }
        if found is not None:
            made = html("driver/page.html", facts | {"script": address(SCRIPT)})
            return HTMLResponse(made, status, headers=headers | {"x-driver-page": "1"})
        try:
            link = self._desk.ask_now(pairing.living, _token(request), self._desk.clock())
        except Refused:
            return Response(status_code=404)
        taken = self._desk.ask_now(pairing.standing_phone, link.id) is not None
        facts |= {
            "taken": taken,
            "house": self._house.name,
            "phone": self._house.phone,
            "title": tr("A route of today"),
            "press": tr("Take this route"),
            "hint": tr("From then on this phone shows it, and no other one does."),
            "code_hint": tr("Another phone has this route. Ask the desk for a code and type it here."),
            "code": tr("Code"),
            "token": _token(request),
        }
        return HTMLResponse(html("driver/take.html", facts), status, headers=headers)

    def _take(self, request: Request, code: str) -> Response:
        name = request.headers.get("user-agent", "")
        try:
            secret = self._desk.do_now(pairing.take, _token(request), _phone_name(name), code)
        except Refused as refused:
            if refused.code == "link.dead":
                return Response(status_code=404)
            return self._page(request, texts.explain(refused), 409)
        answer = RedirectResponse(f"/d/{_token(request)}", 303)
        answer.set_cookie(
            COOKIE, secret, max_age=COOKIE_LASTS_S, path=f"/d/{_token(request)}", httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer

    def _route(self, request: Request) -> Response:
        found = self._holder(request)
        if found is None or not found.may_act:
            return _no(found)
        return JSONResponse(self._desk.ask_now(driver_route, found.shift_id, self._desk.clock()))

    def _hello(self, request: Request, said: Mapping[str, Any]) -> Response:
        found = self._holder(request)
        if found is None:
            return _no(found)
        checks = said.get("checks")
        try:
            known = checks if isinstance(checks, dict) else {}
            self._desk.do_now(hearing.hear, found.phone_id, said.get("announced", 0), known, said.get("place"))
        except BadInput as error:
            return JSONResponse({"error": texts.explain(error)}, 400)
        if not found.may_act:
            return _no(found)
        return JSONResponse({"server": to_text(self._desk.clock()), "version": version()})

    def _pin(self, request: Request, said: Mapping[str, Any]) -> Response:
        """Compare a PIN that a customer said at the door, for an order of this phone's route."""
        found, order_id = self._holder(request), said.get("order")
        if found is None or not found.may_act:
            return _no(found)
        if type(order_id) is not int or not self._desk.ask_now(acts.is_of_shift, order_id, found.shift_id):
            return Response(status_code=404)
        driver = self._desk.acting_as(pairing.driver_of(found))
        tried = driver.do_now(pins.try_pin, order_id, str(said.get("pin", ""))[:20])
        return JSONResponse({"result": tried.result, "left": tried.left})

    def _acts(self, request: Request, said: Mapping[str, Any]) -> Response:
        """Take acts one by one. Each is answered: it was done, it had been, or a person looks at it."""
        found = self._holder(request)
        if found is None:
            return _no(found)
        given = said.get("acts")
        try:
            sent = phone_acts.reading_of(said.get("sent"))
            if not isinstance(given, list) or len(given) > MOST_ACTS:
                raise BadInput("phone.act", field="acts")
        except BadInput as error:
            return JSONResponse({"error": texts.explain(error)}, 400)
        # one that cannot be read gets no receipt and stops no other: its number is missing then, and said to be
        receipts = [self._take_act(found, one, sent) for one in map(_read, given) if one is not None]
        return JSONResponse({"receipts": [{"id": one.act_id, "state": one.state} for one in receipts]})

    def _take_act(self, found: Holder, act: PhoneAct, sent: Reading) -> Receipt:
        driver = self._desk.acting_as(pairing.driver_of(found))
        try:
            return driver.do_now(acts.take_act, found.phone_id, act, sent)
        except (Refused, Conflict, BadInput, NotTaken) as error:
            code, facts = acts.why_not(error)
            log.info("an act of a phone is for a person: %s", code)
            return driver.do_now(acts.keep_open, found.phone_id, act, sent, code, facts)

    def _photo(self, request: Request, data: bytes) -> Response:
        found = self._holder(request)
        photo_id, order = str(request.path_params["photo"]), request.query_params.get("order", "")
        if found is None or not phone_acts.is_id(photo_id):
            return Response(status_code=404)
        order_id = int(order) if order.isdecimal() and len(order) < 10 else None
        # the phone was told that it is too much to be sent: that it was taken is kept, for a person to see
        seen = photos.Looked(None, "photo.large") if request.query_params.get("wrong") == "large" else look(data)
        try:
            digest = self._desk.do_now(photos.take_photo, found.phone_id, photo_id, data, seen, order_id)
        except Conflict as error:
            return JSONResponse({"error": texts.explain(error)}, 409)
        return JSONResponse({"digest": digest})


def _read(document: object) -> PhoneAct | None:
    try:
        return phone_acts.read_act(document)
    except BadInput as error:
        log.warning("an act of a phone cannot be read: %s", texts.explain(error))
        return None


def _no(found: Holder | None) -> Response:
    """Answer a phone that may not: 410 its link was taken back, 403 another one has it, 404 for everybody else."""
    if found is None:
        return Response(status_code=404)
    return Response(status_code=410 if found.revoked else 403)


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _phone_name(agent: str) -> str:
    """Return what kind of phone it is, of what its browser says."""
    inside = agent.partition("(")[2].partition(")")[0]
    return "; ".join(part.strip() for part in inside.split(";")[-2:]) or agent[:40]


def _no_number(text: str) -> None:
    raise ValueError(text)


async def _document(request: Request) -> Mapping[str, Any]:
    try:
        document = json.loads(await request.body(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
