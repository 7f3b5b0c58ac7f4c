"""WooCommerce over its REST interface, version 3.

Orders are read by when they were placed, never by when they were changed. WooCommerce offers no key that would make a
write come once: what was told is kept in the order's own `_dispatch_console` field, in the same request.
Source: github.com/woocommerce/woocommerce-rest-api-docs, `wp-api-v3`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from dispatch_console.adapters.sources import woocommerce_json
from dispatch_console.adapters.sources.live.signatures import number_in, require_signature
from dispatch_console.adapters.sources.live.web import Web
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.orders.incoming import Reading
from dispatch_console.domain.orders.write_back import WriteBack, WriteBackFacts
from dispatch_console.language import mark
from dispatch_console.ports import AccountField, Ring, SourceAccount, SourceOptions, SourcePage, Written

ORDERS = "/wp-json/wc/v3/orders"
PAGE = 100
TOLD, STATE, TRACKING = "_dispatch_console", "_dispatch_console_state", "_dispatch_console_tracking"
# nothing that is told of an order in one of these states can be true
ENDED = frozenset({"cancelled", "refunded", "failed", "trash"})
COMPLETES = frozenset({WriteBack.DELIVERED, WriteBack.COLLECTED})


class WooCommerce:
    """Entry point `woocommerce`. The secret is `consumer key:consumer secret`."""

    kind: ClassVar[str] = "woocommerce"
    title: ClassVar[str] = "WooCommerce"
    secret_hint: ClassVar[str] = mark("consumer key:consumer secret")
    asks: ClassVar[tuple[AccountField, ...]] = (
        AccountField("completes", mark("Delivered orders become completed"), mark("yes or no; yes where empty")),
        AccountField("certificates", mark("Certificates of its own"), mark("a PEM file; empty for a public shop")),
    )

    bell_hint: ClassVar[str] = mark(
        "WooCommerce, Settings, Advanced, Webhooks: order created, order updated and order deleted, each with this "
        "address and this secret"
    )

    @staticmethod
    def heard(ring: Ring, secret: str) -> tuple[str, ...]:
        # the first ring of a webhook is a trial without a signature, and it is switched off where that is refused
        if ring.body.startswith(b"webhook_id=") and "x-wc-webhook-signature" not in ring.headers:
            return ()
        require_signature(ring, "x-wc-webhook-signature", secret)
        return (number_in(ring, "id"),)

    def __init__(self, account: SourceAccount) -> None:
        key, _, secret = account.secret.partition(":")
        self._account = account
        self._web = Web(account, {}, (key, secret))

    def placed_since(self, since: datetime, skip: int = 0) -> SourcePage:
        # what is asked for is later than an instant, and not that instant itself
        after = datetime.fromtimestamp(since.timestamp() - 1, UTC).replace(microsecond=0)
        query: dict[str, str | int] = {
            "after": after.replace(tzinfo=None).isoformat(), "dates_are_gmt": "true", "orderby": "date", "order": "asc",
            "per_page": PAGE, "offset": skip, "status": "any",
        }  # fmt: skip
        orders = self._orders(query)
        placed = [at for at in map(_placed, orders) if at is not None]
        return SourcePage(tuple(orders), max(placed, default=None), more=len(orders) == PAGE)

    def by_refs(self, refs: Sequence[str]) -> SourcePage:
        found = self._orders({"include": ",".join(refs), "per_page": PAGE, "status": "any"}) if refs else []
        known = {str(order.get("id")) for order in found}
        missing = []
        for ref in refs:
            if ref in known:
                continue
            # `any` leaves out what lies in the bin
            answer = self._web.ask("GET", f"{ORDERS}/{ref}", allowed=(404,))
            if answer.status == 200 and isinstance(answer.document, dict):
                found.append(answer.document)
            else:
                missing.append(ref)
        return SourcePage(tuple(found), missing=tuple(missing))

    def read(self, page: SourcePage, options: SourceOptions) -> Reading:
        return woocommerce_json.read_documents(self._account.name, page.orders, options)

    def write(self, facts: WriteBackFacts) -> Written:
        order = self._order(facts.ref)
        told = _meta(order, TOLD).split()
        if facts.key in told:
            return Written.ALREADY
        status = str(order.get("status") or "")
        # completed, and not by us: somebody there takes it for delivered
        if status in ENDED or (status == "completed" and _meta(order, STATE) not in COMPLETES):
            raise Refused("write_back.conflict", number=facts.number, ours=facts.event, theirs=status)
        change: dict[str, Any] = {
            "meta_data": [
                {"key": TOLD, "value": " ".join([*told, facts.key])},
                {"key": STATE, "value": facts.event.value},
                {"key": TRACKING, "value": facts.tracking},
            ]
        }
        if facts.event in COMPLETES and self._completes:
            change["status"] = "completed"
        self._web.ask("PUT", f"{ORDERS}/{facts.ref}", body=change)
        return Written.DONE

    @property
    def _completes(self) -> bool:
        return self._account.options.get("completes", "").strip().lower() not in ("no", "false", "0")

    def close(self) -> None:
        self._web.close()

    def _order(self, ref: str) -> Mapping[str, Any]:
        answer = self._web.ask("GET", f"{ORDERS}/{ref}", allowed=(404,))
        if answer.status == 404 or not isinstance(answer.document, dict):
            raise Refused("write_back.gone", number=ref, source=self._account.name)
        return answer.document

    def _orders(self, query: Mapping[str, str | int]) -> list[dict[str, Any]]:
        document = self._web.ask("GET", ORDERS, query=query).document
        if not isinstance(document, list):
            raise Unavailable("source.answer", source=self._account.name, detail=str(document)[:80])
        return [order for order in document if isinstance(order, dict)]


def _placed(order: Mapping[str, Any]) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(order.get("date_created_gmt") or ""))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _meta(order: Mapping[str, Any], key: str) -> str:
    entries = order.get("meta_data")
    known = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return next((str(one.get("value") or "") for one in known if one.get("key") == key), "")
