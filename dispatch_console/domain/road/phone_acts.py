"""Acts of a driver's phone as they come in: read strictly, because a phone may send anything."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.moments import within
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import CodeKind
from dispatch_console.domain.road.handed import Turned
from dispatch_console.domain.road.phone_clock import Heard, Reading
from dispatch_console.domain.road.proof import CHECKS, HandoffFacts

APP = "app"
# how acts are written; a phone that slept over an update still hands its own in
FORMATS = (1,)
MOST_ORDERS, MOST_TEXT, MOST_SIGNATURE, MOST_PHOTOS, MOST_TURNED, MOST_CHECKED = 50, 500, 400_000, 12, 500, 500
_ID = re.compile(r"[0-9a-f]{32}")
_PNG = b"\x89PNG\r\n\x1a\n"


class ActKind(StrEnum):
    """`called`: the driver rang, and whether somebody answered; `check`: of the van, before it leaves or after; `take`:
    a parcel was taken over from another van."""

    ARRIVE = "arrive"
    CALLED = "called"
    HANDOFF = "handoff"
    CHECK = "check"
    BACK = "back"
    TAKE = "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAct:
    """`counter` counts the acts of one phone from 1. `digest` is of all that was said: the same act says the same."""

    act_id: str
    counter: int
    kind: ActKind
    order_ids: tuple[int, ...]
    reading: Reading
    heard: Heard | None
    body: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A handoff as the phone says it. `may_leave`: the phone had a permission for the safe place when it last heard;
    `why`: why it is said once more, empty for the first time.
    """

    facts: HandoffFacts
    signature: bytes | None
    note: str
    may_leave: bool
    photos: tuple[str, ...]
    pin: str
    place: Mapping[str, float]
    arrived: Reading | None
    why: str = ""


def read_act(document: object) -> PhoneAct:
    """Read an act. Errors: BadInput `phone.act` with the field."""
    try:
        body = _mapping(_storable(document), "act")
    except RecursionError as error:
        raise BadInput("phone.act", field="act") from error
    if body.get("v") not in FORMATS:
        raise BadInput("phone.act", field="v")
    act_id = body.get("id")
    if not isinstance(act_id, str) or not _ID.fullmatch(act_id):
        raise BadInput("phone.act", field="id")
    try:
        kind = ActKind(str(body.get("kind")))
    except ValueError as error:
        raise BadInput("phone.act", field="kind") from error
    orders = body.get("orders", [])
    if not isinstance(orders, list) or len(orders) > MOST_ORDERS or not all(type(one) is int for one in orders):
        raise BadInput("phone.act", field="orders")
    heard = body.get("heard")
    return PhoneAct(
        act_id=act_id,
        counter=_number(body, "n", 1, 1_000_000),
        kind=kind,
        order_ids=tuple(dict.fromkeys(orders)),
        reading=_reading(body),
        heard=heard_of(heard) if heard is not None else None,
        body=body,
        digest=hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
    )


def is_id(text: str) -> bool:
    """Return whether a text can name an act or a photo."""
    return bool(_ID.fullmatch(text))


def heard_of(document: object) -> Heard:
    """Read a moment at which both clocks are known. Errors: BadInput `phone.act`."""
    heard = _mapping(document, "heard")
    return Heard(ours=_moment(heard, "ours"), phone=_reading(heard))


def reading_of(document: object) -> Reading:
    """Read what the phone's clock shows. Errors: BadInput `phone.act`."""
    return _reading(_mapping(document, "sent"))


def read_handoff(act: PhoneAct) -> Said:
    """Read what an act says of a handoff. Errors: BadInput `phone.act` with the field."""
    said = _mapping(act.body.get("data"), "data")
    signature = _signature(said.get("signature"))
    turned = said.get("turned", [])
    photos = said.get("photos", [])
    if not isinstance(turned, list) or len(turned) > MOST_TURNED:
        raise BadInput("phone.act", field="turned")
    if (
        not isinstance(photos, list)
        or len(photos) > MOST_PHOTOS
        or not all(isinstance(one, str) and _ID.fullmatch(one) for one in photos)
    ):
        raise BadInput("phone.act", field="photos")
    arrived = said.get("arrived")
    facts = HandoffFacts(
        outcome=_text(said, "outcome"),
        recipient=_text(said, "recipient"),
        relation=_text(said, "relation"),
        said_name=said.get("said_name") is True,
        said_number=said.get("said_number") is True,
        id_kind=_text(said, "id_kind"),
        of_age=said.get("of_age") is True,
        has_signature=signature is not None or said.get("on_paper") is True,
        on_paper=signature is None and said.get("on_paper") is True,
        collected=_number(said, "collected", 0, 10**12, 0),
        means=_text(said, "means") or "cash",
        turned=tuple(_turned(one) for one in turned),
        checked=_checked(said.get("checked")),
    )
    return Said(
        facts=facts,
        signature=signature,
        note=_text(said, "note"),
        may_leave=said.get("may_leave") is True,
        photos=tuple(photos),
        pin=_text(said, "pin")[:20],
        place=read_place(said.get("place")),
        arrived=_reading(_mapping(arrived, "arrived")) if arrived is not None else None,
        why=_text(said, "why"),
    )


def _checked(document: object) -> Mapping[int, str]:
    """Return the parcels that the driver checked, by id; what is no parcel of ours was not checked."""
    found: dict[int, str] = {}
    for code, how in _mapping(document, "checked").items() if document is not None else ():
        try:
            parcel = codes.parse_typed(CodeKind.PARCEL, code)
        except BadInput:
            continue
        if parcel is not None and parcel.kind is CodeKind.PARCEL and how in CHECKS and len(found) < MOST_CHECKED:
            found[parcel.number] = str(how)
    return found


def _turned(document: object) -> Turned:
    part = _mapping(document, "turned")
    return Turned(
        line_id=_number(part, "line", 1, 2**31 - 1),
        refused=_number(part, "refused", 0, 100_000, 0),
        damaged=_number(part, "damaged", 0, 100_000, 0),
        issue=_text(part, "issue"),
        done=_text(part, "done"),
    )


def read_place(document: object) -> Mapping[str, float]:
    """Return latitude, longitude, metres of accuracy and seconds of age; empty where the phone had none."""
    if document is None:
        return {}
    place = _mapping(document, "place")
    found = {name: place.get(name) for name in ("lat", "lon", "accuracy", "age")}
    numbers = {name: float(value) for name, value in found.items() if isinstance(value, int | float)}
    good = len(numbers) == 4 and abs(numbers["lat"]) <= 90 and abs(numbers["lon"]) <= 180
    return numbers if good and 0 <= numbers["accuracy"] < 10**7 and numbers["age"] >= 0 else {}


def _signature(text: object) -> bytes | None:
    if text is None or text == "":
        return None
    if not isinstance(text, str) or len(text) > MOST_SIGNATURE:
        raise BadInput("phone.act", field="signature")
    try:
        picture = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput("phone.act", field="signature") from error
    if not picture.startswith(_PNG):
        raise BadInput("phone.act", field="signature")
    return picture


def _storable(value: object) -> object:
    """Return a document without signs that no database keeps."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {str(_storable(key)): _storable(one) for key, one in value.items()}
    return value


def _mapping(document: object, field: str) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise BadInput("phone.act", field=field)
    return document


def _text(body: Mapping[str, Any], field: str) -> str:
    value = body.get(field, "")
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise BadInput("phone.act", field=field)
    return value.strip()


def _number(body: Mapping[str, Any], field: str, least: int, most: int, default: int | None = None) -> int:
    value = body.get(field, default)
    if type(value) is not int or not least <= value <= most:
        raise BadInput("phone.act", field=field)
    return value


def _moment(body: Mapping[str, Any], field: str) -> datetime:
    try:
        at = datetime.fromisoformat(str(body.get(field, "")))
    except ValueError as error:
        raise BadInput("phone.act", field=field) from error
    if at.tzinfo is None:
        raise BadInput("phone.act", field=field)
    return within(at)


def _reading(body: Mapping[str, Any]) -> Reading:
    jumped = body.get("jumped", 0)
    if type(jumped) not in (int, float) or abs(jumped) > 10**9:
        raise BadInput("phone.act", field="jumped")
    return Reading(_moment(body, "at"), timedelta(seconds=jumped))
