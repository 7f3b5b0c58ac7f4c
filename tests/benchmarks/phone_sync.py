"""All phones come back at once after an outage, each with what it did in the meantime: nothing lost, nothing twice."""

import asyncio
import secrets
import threading
import time
from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import func, select

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.phones import pairing
from dispatch_console.door.serving import Door
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Handoff, PhoneAct, Route, Shift, Stop, StopOrder
from tests.benchmarks.due_check import under_way
from tests.benchmarks.results import Result, reading
from tests.builders.phones import delivered

PHONES, ACTS, AT_ONCE = 200, 30, 4
FIRST = 700_000


def phone_sync(desk: Desk) -> list[Result]:
    """Each phone hands its acts in by batches, as its page does, and says the last batch twice."""
    desk.do_now(importing.take_reading, reading(PHONES * ACTS, FIRST), "phones")
    desk.do_now(under_way, PHONES * ACTS, PHONES, FIRST)
    query = select(Route.shift_id, StopOrder.order_id).join(Stop, Stop.route_id == Route.id)
    query = query.join(StopOrder, StopOrder.stop_id == Stop.id).join(Shift, Shift.id == Route.shift_id)
    of_shift: dict[int, list[int]] = {}
    for shift, order in desk.ask_now(lambda session: session.execute(query.order_by(StopOrder.id)).all()):
        of_shift.setdefault(shift, []).append(order)
    page = desk.acting_as(pairing.PAGE)
    phones = []
    for shift, orders in list(of_shift.items())[-PHONES:]:
        token = desk.do_now(pairing.make_link, shift)
        phones.append((token, page.do_now(pairing.take, token, "phone"), orders))
    served = Door(desk, "127.0.0.1:0", Settings(Path()))
    ready = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(served.serve(ready.set)), daemon=True)
    thread.start()
    ready.wait(10)
    now = desk.clock()

    def act(number: int, order: int) -> dict[str, object]:
        at = (now + timedelta(seconds=number)).isoformat()
        return {
            "v": 1, "id": secrets.token_hex(16), "n": number, "kind": "handoff", "orders": [order], "at": at,
            "jumped": 0, "heard": {"ours": now.isoformat(), "at": now.isoformat(), "jumped": 0}, "data": delivered(),
        }  # fmt: skip

    async def one(number: int, token: str, secret: str, orders: list[int]) -> float:
        acts = [act(place, order) for place, order in enumerate(orders, 1)]
        address = f"127.0.{number // 200}.{number % 200 + 2}"
        transport = httpx.AsyncHTTPTransport(verify=False, local_address=address)
        async with httpx.AsyncClient(transport=transport, timeout=300, cookies={"dispatch_phone": secret}) as client:
            begun = time.perf_counter()
            batches = [acts[place : place + AT_ONCE] for place in range(0, len(acts), AT_ONCE)]
            for batch in [*batches, batches[-1]]:
                body = {"sent": {"at": desk.clock().isoformat(), "jumped": 0}, "acts": batch}
                answer = await client.post(f"{served.address}/d/{token}/acts", json=body)
                states = [receipt["state"] for receipt in answer.json()["receipts"]]
                assert states == ["done"] * len(batch), states
            return time.perf_counter() - begun

    async def everyone() -> list[float]:
        return await asyncio.gather(*(one(number, *phone) for number, phone in enumerate(phones)))

    took = sorted(asyncio.run(everyone()))
    served.stop()
    thread.join()
    kept = desk.ask_now(lambda session: session.scalar(select(func.count()).select_from(PhoneAct)))
    made = desk.ask_now(lambda session: session.scalar(select(func.count()).select_from(Handoff)))
    note = f"{PHONES} phones with {ACTS} acts each at once: {kept} acts and {made} records of {PHONES * ACTS}"
    return [
        Result("phone_sync p50", round(took[len(took) // 2], 1), "s", note),
        Result("phone_sync p95", round(took[int(len(took) * 0.95)], 1), "s", "until all of a phone is handed in"),
    ]
