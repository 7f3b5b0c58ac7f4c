"""Turns scans at the van into loaded parcels; says what still stands between the van and the road."""

import asyncio
from collections.abc import Callable

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.phones import phones_list
from dispatch_console.application.road import load_list, load_out
from dispatch_console.application.road.load_list import LoadList, LoadParcel
from dispatch_console.application.road.load_out import LoadResult
from dispatch_console.domain.orders import gates
from dispatch_console.domain.road.vanload import Place
from dispatch_console.language import decimal, tr
from dispatch_console.ui import words
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.load_out.check_card import VanSaid
from dispatch_console.ui.load_out.page import Before, LoadLine, LoadOutPage, LoadView, WrongParcel
from dispatch_console.ui.load_out.van_plan import Cell
from dispatch_console.ui.tasks import Tasks
from dispatch_console.ui.widgets import sounds

KINDS = kinds_of(load_list.load_list, phones_list.fault_of_shift)


class LoadOutPresenter:
    """One departure at a station at a time."""

    def __init__(self, desk: Desk, tasks: Tasks, page: LoadOutPage, on_closed: Callable[[str], None]) -> None:
        self._desk, self._page, self._on_closed = desk, page, on_closed
        self._route: int | None = None
        self._load: LoadList | None = None
        self._fault = ""
        self._asked_behind: int | None = None
        self._scanning = asyncio.Lock()
        start = tasks.start
        page.scanned.connect(lambda text: start(self._scan(text)))
        page.not_here.connect(lambda: start(self._not_here()))
        page.look_again.connect(lambda: start(self._look_again()))
        page.leave_behind.connect(lambda: start(self._leave_behind()))
        page.carried_away.connect(lambda: start(self._carried_away()))
        page.check_wanted.connect(self._ask_check)
        page.check_card.checked.connect(lambda said: start(self._keep_check(said)))
        page.release_wanted.connect(lambda: start(self._release()))
        page.waived.connect(lambda why: start(self._release(why)))
        page.put_down_wanted.connect(lambda: self._close(""))

    async def open(self, route_id: int) -> None:
        self._route, self._load, self._asked_behind = route_id, None, None
        self._page.say_scan("")
        await self.load()
        self._page.scan.setFocus()

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    @in_turn
    async def load(self) -> None:
        if self._route is None:
            return
        asked = self._route
        listed = await self._desk.ask(load_list.load_list, asked)
        fault = await self._desk.ask(phones_list.fault_of_shift, listed.shift_id)
        if self._route == asked:
            self._load, self._fault = listed, fault
            self._show()

    def _show(self) -> None:
        load = self._load
        if load is None:
            return
        following = load.following
        before = self._before(load)
        lost = next((parcel for parcel in load.parcels if parcel.state == "missing"), None)
        weight = sum(parcel.weight_g for parcel in load.parcels) / 1000
        left = int((load.leaves_at - self._desk.clock()).total_seconds() // 60)
        self._page.show_load(
            LoadView(
                letter=load.letter,
                title=(
                    tr(
                        "Load-out  {letter}  {driver}, {vehicle}, {stops} stops, {weight} kg,",
                        letter=load.letter,
                        driver=load.driver,
                        vehicle=load.vehicle,
                        stops=load.stops,
                        weight=decimal(weight, 1),
                    )
                    + " "
                )
                + (tr("manifest rev. {revision}", revision=load.revision) if load.published else tr("not published")),
                leaves=tr("Leaves {leaves_at}", leaves_at=words.clock(load.leaves_at, load.zone))
                + ((" " + tr("in {left} min", left=left)) if 0 <= left < 600 else ""),
                lines=tuple(_line(parcel, following) for parcel in load.parcels),
                stop=tr("Stop {stop}", stop=following.stop) if following else "",
                customer=following.customer if following else "",
                parcel=_words(following) if following else "",
                place=_place(following.place) if following else "",
                code=following.spaced if following else "",
                loaded=load.count("in"),
                total=len(load.parcels),
                missing=load.count("missing"),
                surplus=len(load.surplus),
                lost=self._to_decide(load, lost),
                lost_what=_lost_words(lost),
                behind=self._behind_words(load),
                before=before,
                locked=""
                if all(one.state in ("done", "note") for one in before)
                else _left(load) or tr("nothing is to be loaded"),
                may_waive=_may_waive(load) and gates.may_waive(self._desk.actor.role),
                gone=tr("Left {time}", time=f"{load.departed_at.astimezone(load.zone):%H:%M}")
                if load.departed_at
                else "",
                wrong=_wrong(load),
            )
        )
        self._page.plan.show_cells(_cells(load, following))

    def _to_decide(self, load: LoadList, lost: LoadParcel | None) -> str:
        """Return what F3 and F4 are about: a parcel that cannot be found, else an order that was not packed in time."""
        if lost is not None:
            return tr("Stop {stop} is not here", stop=lost.stop)
        if load.unpacked:
            return tr("{order} is not packed.", order=load.unpacked[0][1])
        if load.not_verified:
            return tr(
                "{not_verified} is on hold, cancelled or changed: take its parcels out.",
                not_verified=load.not_verified[0][1],
            )
        return ""

    def _behind_words(self, load: LoadList) -> str:
        if self._asked_behind is not None and self._asked_behind == _behind(load):
            return tr("Press F4 again: the stop leaves the route.")
        return tr("Its stop leaves the route, customer service rings the customer, and the manifest prints anew.")

    def _before(self, load: LoadList) -> tuple[Before, ...]:
        """Return what stands between the van and the road, and what is only to be known."""
        loaded, total, missing = load.count("in"), len(load.parcels), load.count("missing")
        before = [
            Before(
                tr("{total} parcels in", total=total),
                tr("{loaded} of {total}", loaded=loaded, total=total),
                "done" if loaded == total and total > 0 else "open",
            )
        ]
        if load.unpacked:
            numbers = ", ".join(number for _, number in load.unpacked)
            before.append(Before(tr("Not packed: {numbers}", numbers=numbers), "F4", "wrong"))
        if load.not_verified:
            numbers = ", ".join(number for _, number in load.not_verified)
            before.append(Before(tr("On hold, cancelled or changed: {numbers}", numbers=numbers), "F4", "wrong"))
        if missing:
            before.append(Before(tr("Nothing is missing"), tr("{count} open", count=missing), "wrong"))
        surplus = str(len(load.surplus)) if load.surplus else ""
        before.append(Before(tr("Surplus carried away"), surplus, "wrong" if surplus else "done"))
        before.append(Before(tr("Manifest is published"), "", "done" if load.published else "open"))
        if load.old_paper:
            before.append(Before(tr("The printed sheet is old: print it anew"), "F5", "note"))
        if load.still_out:
            before.append(Before(tr("The van is back"), load.still_out, "open"))
        if load.goods_open:
            left = tr("{count} open", count=load.goods_open)
            before.append(Before(tr("Goods of its last trip are here"), left, "wrong"))
        before.append(_check(load))
        fault = words.PHONE_FAULTS[self._fault] if self._fault else tr("The phone works without network")
        before.append(Before(fault, "", "note" if self._fault else "done"))
        return tuple(before)

    async def _scan(self, text: str) -> None:
        """Take scans one after the other, in the order in which they came."""
        async with self._scanning:
            await self._take_scan(text)

    async def _take_scan(self, text: str) -> None:
        if self._route is None or self._load is None:
            return
        self._asked_behind = None
        scan = await self._desk.do(load_out.load_parcel, self._route, text)
        at = words.clock(self._desk.clock(), self._load.zone)
        if scan.result in (LoadResult.OTHER_VAN, LoadResult.NOT_OURS, LoadResult.OLD_LABEL):
            sounds.wrong()
            await self.load()
            return
        if scan.result is LoadResult.ALREADY_IN:
            self._page.say_scan(tr("{code} is in already", code=text))
        parcel = next((entry for entry in self._load.parcels if entry.parcel_id == scan.parcel_id), None)
        if scan.result is LoadResult.LOADED and parcel is not None:
            # at once, before the news of it come: the next scan may follow in a moment
            sounds.right()
            self._load = self._load.loaded(parcel.parcel_id)
            self._page.say_scan(
                tr(
                    "✓ Stop {stop}, {position} of {count}  {at}",
                    stop=parcel.stop,
                    position=parcel.position,
                    count=parcel.count,
                    at=at,
                )
                + (tr("  The label is old: {why}.", why=texts.STALE[scan.label.reason]) if scan.label else "")
            )
        self._show()

    async def _not_here(self) -> None:
        self._asked_behind = None
        following = self._load.following if self._load else None
        if self._route is not None and following is not None:
            await self._desk.do(load_out.mark_missing, self._route, following.parcel_id)

    async def _look_again(self) -> None:
        """Put the parcel back into the row of those to be brought."""
        self._asked_behind = None
        lost = self._lost()
        if self._route is not None and lost is not None:
            await self._desk.do(load_out.look_again, self._route, lost.parcel_id)

    async def _leave_behind(self) -> None:
        """Ask once more; the second F4 for the same order leaves it behind."""
        wanted = _behind(self._load) if self._load else None
        if self._route is None or wanted is None:
            return
        if self._asked_behind != wanted:
            self._asked_behind = wanted
            self._page.say_scan(tr("F4 once more: the stop leaves the route"))
            self._show()
            return
        self._asked_behind = None
        await self._desk.do(load_out.leave_behind, self._route, wanted)
        self._page.say_scan(tr("Left behind. Customer service rings the customer; print the manifest again."))

    def _lost(self) -> LoadParcel | None:
        parcels = self._load.parcels if self._load else ()
        return next((parcel for parcel in parcels if parcel.state == "missing"), None)

    async def _carried_away(self) -> None:
        """Take the parcel that is shown as carried away; the next one is shown, where there is one."""
        if self._load is not None and self._load.surplus:
            await self._desk.do(load_out.carry_away, self._load.surplus[0].surplus_id)
            await self.load()

    def _ask_check(self) -> None:
        if self._load is not None:
            self._page.check_card.ask_of(self._load.vehicle, self._load.odometer)

    async def _keep_check(self, said: VanSaid) -> None:
        if self._route is None:
            return
        await self._desk.do(load_out.check_van, self._route, said.odometer, said.fuel, said.damage, papers=said.papers)
        if self._load is not None and said.odometer < self._load.odometer:
            low = tr("It stood at {km} km before: look at it again.", km=self._load.odometer)
            self._page.say_scan(low)
        self._page.scan.setFocus()

    async def _release(self, waiver: str = "") -> None:
        if self._route is None or self._load is None:
            return
        name = f"{self._load.letter}, {self._load.driver}"
        await self._desk.do(load_out.depart, self._route, waiver)
        self._page.reason.drop()
        self._close(tr("{name} is on the road", name=name))

    def _close(self, said: str) -> None:
        self._route = self._load = None
        self._on_closed(said)


def _behind(load: LoadList) -> int | None:
    """Return the order that F4 leaves behind: what cannot be found, is not packed, or may not go, in this turn."""
    lost = next((parcel.order_id for parcel in load.parcels if parcel.state == "missing"), None)
    others = [order_id for order_id, _ in (*load.unpacked, *load.not_verified)]
    return lost if lost is not None else others[0] if others else None


def _may_waive(load: LoadList) -> bool:
    """Return whether only the balance keeps the van back: nothing else is let pass."""
    unbalanced = load.count("in") < len(load.parcels) or bool(load.surplus)
    ready = load.published and not (load.still_out or load.unpacked or load.not_verified or load.departed_at)
    return unbalanced and ready


def _left(load: LoadList) -> str:
    """Return in a few words why the van may not leave."""
    waiting, missing = load.count("waiting"), load.count("missing")
    said = [
        (waiting, tr("{count} to scan", count=waiting)),
        (missing, tr("{count} missing", count=missing)),
        (len(load.surplus), tr("{count} surplus", count=len(load.surplus))),
        (len(load.unpacked), tr("{count} not packed", count=len(load.unpacked))),
        (len(load.not_verified), tr("{count} on hold or changed", count=len(load.not_verified))),
        (not load.published, tr("no manifest yet")),
        (load.still_out, load.still_out),
        (not load.parcels, tr("nothing is to be loaded")),
    ]
    return ", ".join(words_of for is_so, words_of in said if is_so)


def _lost_words(lost: LoadParcel | None) -> str:
    return f"{lost.customer}, {_words(lost)}" if lost is not None else ""


def _check(load: LoadList) -> Before:
    """Return what the driver said of his van. It keeps no van back: a driver on paper says it on paper."""
    if load.checked_at is None:
        return Before(tr("The van is not checked yet"), "F2", "note")
    if load.damage:
        return Before(tr("Damage on the van: {damage}", damage=load.damage), "", "note")
    if not load.papers:
        return Before(tr("Checked; the papers are not in the van"), words.clock(load.checked_at, load.zone), "note")
    return Before(tr("The van is checked"), words.clock(load.checked_at, load.zone), "done")


def _wrong(load: LoadList) -> WrongParcel | None:
    """Return the alarm of the parcel that was found last."""
    if not load.surplus:
        return None
    found = load.surplus[0]
    who = f"{found.spaced}, {found.customer}" if found.customer else found.spaced
    what = tr("{code}, scanned {at}. Nothing was counted.", code=who, at=words.clock(found.seen_at, load.zone))
    match found.why:
        case "old_label":
            why = texts.STALE[found.changed] if found.changed in texts.STALE else texts.plain(found.changed)
            return WrongParcel(tr("Old label."), f"{what} {why}.", tr("Print a new one at the bench"))
        case "taken_off":
            out = tr("{code} lies in the van, and its order left the route.", code=who)
            return WrongParcel(tr("Take it out."), out, found.belongs_to or tr("back to the shelf"))
        case "not_ours":
            return WrongParcel(tr("Not a parcel of ours."), what, "")
        case _:
            return WrongParcel(tr("Not for this van."), what, found.belongs_to or tr("not on any route"))


def _line(parcel: LoadParcel, following: LoadParcel | None) -> LoadLine:
    state = "next" if following is not None and parcel.parcel_id == following.parcel_id else parcel.state
    return LoadLine(parcel.parcel_id, parcel.stop, parcel.customer, f"{parcel.position}/{parcel.count}", state)


def _words(parcel: LoadParcel) -> str:
    marks = "".join(f", {texts.plain(mark)}" for mark in parcel.marks)
    return tr(
        "parcel {position} of {count}, Box {box}, {weight_g} kg{marks}",
        position=parcel.position,
        count=parcel.count,
        box=parcel.box,
        weight_g=decimal(parcel.weight_g / 1000, 1),
        marks=marks,
    )


def _place(place: Place) -> str:
    return f"{texts.plain(place.side)} {texts.plain(place.depth)}, {texts.plain(place.level)}"


def _cells(load: LoadList, following: LoadParcel | None) -> dict[Place, Cell]:
    by_place: dict[Place, list[LoadParcel]] = {}
    for parcel in load.parcels:
        by_place.setdefault(parcel.place, []).append(parcel)
    cells = {}
    for place, parcels in by_place.items():
        counts: dict[int, int] = {}
        for parcel in parcels:
            counts[parcel.stop] = counts.get(parcel.stop, 0) + 1
        text = "  ".join(f"{stop}×{count}" if count > 1 else str(stop) for stop, count in counts.items())
        states = {parcel.state for parcel in parcels}
        if following is not None and place == following.place:
            state = "next"
        else:
            state = "missing" if "missing" in states else "in" if states == {"in"} else "waiting"
        cells[place] = Cell(text, state)
    return cells
