"""WooCommerce REST v3 orders as JSON: a list, one order, or `{"orders": [...]}`.

Money is text, phone and email stand only under billing, an empty shipping address means the billing address.
Source: github.com/woocommerce/woocommerce-rest-api-docs, `wp-api-v3/_orders.md`.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from dispatch_console.adapters.sources import woocommerce_order
from dispatch_console.adapters.sources.files import json_rows, text_file
from dispatch_console.adapters.sources.reading import boundary
from dispatch_console.adapters.sources.reading.account import Account
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.orders.incoming import Convention, Fate, IncomingOrder, Problem, Reading
from dispatch_console.ports import SourceOptions


class WooCommerceJson:
    """Entry point `woocommerce-json`."""

    kind: ClassVar[str] = "woocommerce-json"

    def recognises(self, file: Path) -> bool:
        try:
            with file.open("rb") as handle:
                beginning = handle.read(65536).lstrip(b"\xef\xbb\xbf \t\r\n")
        except OSError:
            return False
        return beginning[:1] in (b"[", b"{") and (b'"line_items"' in beginning or b'"billing"' in beginning)

    def read(self, file: Path, options: SourceOptions) -> Reading:
        """Read WooCommerce's orders as JSON.

        Rows are counted from 1. Errors: BadInput as `text_file`; `file.json` with line and column.
        """
        decoded = text_file.decode(file, options)
        document = json_rows.load(file, decoded.text)
        entries = document.get("orders", [document]) if isinstance(document, dict) else document
        if not isinstance(entries, list) or not entries:
            raise BadInput("file.no_orders", file=file.name)
        return read_documents(self.kind, entries, options, (decoded.encoding,))


def read_documents(
    source: str, entries: Sequence[object], options: SourceOptions, conventions: tuple[Convention, ...] = ()
) -> Reading:
    """Return what orders mean that WooCommerce gave as objects, out of a file or by its interface."""
    account = Account((), woocommerce_order.of_no_use, _own_field)
    orders: list[IncomingOrder] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for row, raw in enumerate(entries, 1):
        if not isinstance(raw, dict):
            problems.append(Problem(row, "", str(raw)[:80], "order.not_an_object", blocks=True))
            account.settle("", Fate.NOT_UNDERSTOOD)
            continue
        cells = Document(row, raw, keyed=("meta_data",))
        order, wrong = _read(cells, account, options)
        problems += wrong
        if order is not None and order.source_ref in seen:
            problems.append(Problem(row, "id", order.source_ref, "order.number_twice", order.number, blocks=True))
        elif order is not None:
            seen.add(order.source_ref)
            orders.append(order)
    return Reading(source, tuple(orders), boundary.said(problems), len(entries), conventions, account.columns)


def _read(cells: Document, account: Account, options: SourceOptions) -> tuple[IncomingOrder | None, list[Problem]]:
    draft = woocommerce_order.Draft(cells, options)
    order = draft.build()
    kept = {_shown(path): text for path, text in cells.settle(account)}
    problems = [*draft.problems, *(cells.problem(path, "cell.characters", draft.number) for path in cells.cleaned)]
    if order is None:
        whose: dict[str, object] = {"customer": draft.customer}
        return None, [replace(problem, facts=whose) if problem.blocks else problem for problem in problems]
    sound, wrong = boundary.checked(replace(order, attributes=order.attributes | kept), draft.column_of)
    return sound, [*problems, *wrong]


def _shown(path: str) -> str:
    """Return the name under which a value is kept with its order: fields of plugins by their key."""
    return _own_field(path) or path


def _own_field(path: str) -> str:
    return path.removeprefix("meta_data[").removesuffix("]") if path.startswith("meta_data[") else ""
