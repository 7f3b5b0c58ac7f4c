"""Every filled cell of a file is accounted for: used, of no use here by name, not understood, or kept with its order.

A mark that stands nowhere else is written into one cell after the other. It must come back in the order, among the
problems, or stand in a column that the format names as of no use.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch_console.adapters.sources import woocommerce_order
from dispatch_console.adapters.sources.generic import Generic
from dispatch_console.adapters.sources.generic_columns import ALIASES
from dispatch_console.adapters.sources.reading.document import general
from dispatch_console.adapters.sources.reading.fields import CHOSEN
from dispatch_console.adapters.sources.shopify_csv import ShopifyCsv
from dispatch_console.adapters.sources.woocommerce_json import WooCommerceJson
from dispatch_console.domain.orders.incoming import Fate, Reading
from dispatch_console.ports import OrderSource, SourceOptions
from tests.conftest import DATA

OPTIONS = SourceOptions("Europe/Helsinki", "FI")
MARK = "Zqx7"
# what changes which order a row belongs to, or whether it is one, and is proved by tests of its own
_HEADS = {"Name", "Id", "Order", "number", "id"}


def told(reading: Reading) -> str:
    """Return everything that a person gets to see of a reading."""
    seen = [asdict(order) for order in reading.orders], [asdict(problem) for problem in reading.problems]
    return json.dumps(seen, default=str, ensure_ascii=False)


def filled(reading: Reading) -> int:
    return sum(column.filled for column in reading.account)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def written(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_the_account_of_the_shopify_sample_adds_up() -> None:
    text = (DATA / "shopify_orders_export.csv").read_text(encoding="utf-8-sig")
    reading = ShopifyCsv().read(DATA / "shopify_orders_export.csv", OPTIONS)
    assert filled(reading) == sum(bool(cell.strip()) for row in rows_of(text)[1:] for cell in row)
    assert not any(column.fates.get(Fate.NOT_UNDERSTOOD) for column in reading.account)


def test_the_account_of_the_woocommerce_sample_adds_up() -> None:
    file = DATA / "woocommerce_rest_v3_orders.json"
    reading = WooCommerceJson().read(file, OPTIONS)
    assert filled(reading) == sum(1 for order in json.loads(file.read_text("utf-8")) for _ in leaves(order))


def leaves(value: Any) -> Iterator[str]:
    """Yield the filled values of a document; an entry of meta data is its value."""
    if isinstance(value, dict):
        meta = {"key", "value"} <= value.keys() and value["key"]
        for key, entry in value.items():
            if not meta or key == "value":
                yield from leaves(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry)
    elif value is not None and str(value).strip():
        yield str(value)


@pytest.mark.parametrize("line", [1, 2, 3])
def test_no_cell_of_a_shopify_file_falls_through(tmp_path: Path, line: int) -> None:
    rows = rows_of((DATA / "shopify_orders_export.csv").read_text(encoding="utf-8-sig"))[:4]
    rows[0].append("Gift message")
    for row in rows[1:]:
        row.append("")
    for place, column in enumerate(rows[0]):
        if column in _HEADS:
            continue
        marked = [[*row] for row in rows]
        marked[line][place] = MARK
        file = tmp_path / "orders.csv"
        file.write_text(written(marked), encoding="utf-8")
        reading = ShopifyCsv().read(file, OPTIONS)
        assert MARK.lower() in told(reading).lower() or ShopifyCsv().is_of_no_use(column), (line, column)


def test_no_value_of_a_woocommerce_file_falls_through(tmp_path: Path) -> None:
    document = json.loads((DATA / "woocommerce_rest_v3_orders.json").read_text("utf-8"))
    file = tmp_path / "orders.json"
    for path in list(paths(document[0])):
        changed = json.loads(json.dumps(document))
        put(changed[0], path, MARK)
        file.write_text(json.dumps(changed), encoding="utf-8")
        said = told(WooCommerceJson().read(file, OPTIONS))
        name = general(spelled(path, document[0]))
        assert MARK.lower() in said.lower() or woocommerce_order.of_no_use(name) or path[-1] in _HEADS, name


def test_a_value_of_an_unknown_name_is_kept_with_its_order(tmp_path: Path) -> None:
    document = json.loads((DATA / "woocommerce_rest_v3_orders.json").read_text("utf-8"))
    document[0]["gift_message"] = {"text": "Happy birthday"}
    file = tmp_path / "orders.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    order = WooCommerceJson().read(file, OPTIONS).orders[0]
    assert order.attributes["gift_message.text"] == "Happy birthday"


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value but the keys of meta data."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, entry in entries:
        if isinstance(entry, dict | list):
            yield from paths(entry, (*path, key))
        elif not (key in ("id", "key") and "meta_data" in path):
            yield (*path, key)


def put(value: Any, path: tuple[str | int, ...], text: str) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = text


def spelled(path: tuple[str | int, ...], value: Any) -> str:
    """Return a path as it is named in problems: an entry of meta data by its key."""
    text = ""
    for part in path:
        value = value[part]
        if isinstance(part, int):
            key = value.get("key") if text.endswith("meta_data") and isinstance(value, dict) else None
            text += f"[{key if key else part}]"
        elif not (part == "value" and "meta_data[" in text.rpartition(".")[2]):
            text += f".{part}"
    return text.lstrip(".")


HEAD_OF = {field: aliases[0].title() for field, aliases in ALIASES.items()}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Co", "Cn"]), min_size=1, max_size=8)
CELL = st.just("") | TEXT | st.integers(0, 40).map(str) | st.sampled_from(("1.000", "12,50", "2026-12-01", "10-12"))
COLUMNS = st.lists(st.sampled_from(sorted(HEAD_OF.values())), unique=True, max_size=10)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Return a table of some orders: columns of known and unknown names, cells of anything."""
    header = ["Order Number", "Address", *draw(COLUMNS.map(lambda names: [n for n in names if n not in ("Order Number",
              "Address Line 1")])), "Zq unknown"]  # fmt: skip
    count = draw(st.integers(1, 4))
    rows = [[f"SO-{draw(st.integers(1, 3))}", *(draw(CELL) for _ in header[1:])] for _ in range(count)]
    return [header, *rows]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_the_account_of_any_table_adds_up(tmp_path: Path, table: list[list[str]]) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(written(table), encoding="utf-8")
    reading = Generic().read(file, OPTIONS)
    texts = [row for row in rows_of(written(table))[1:] if any(cell.strip() for cell in row)]
    assert filled(reading) == sum(bool(cell.strip()) for row in texts for cell in row)
    wrong = sum(column.fates.get(Fate.NOT_UNDERSTOOD, 0) for column in reading.account)
    assert not wrong or reading.problems


@pytest.mark.parametrize("field", [field for field in CHOSEN if field in ALIASES])
def test_no_cell_of_any_field_falls_through(tmp_path: Path, field: str) -> None:
    """A mark in each column that can be guessed, on the first row of an order and on its second."""
    base = {"number": "SO-1", "line1": "Bulevardi 1", "item": "Mug", "quantity": "1"}
    fields = list(dict.fromkeys((*base, field)))
    for marked in (0, 1):
        row = [base.get(name, "") for name in fields]
        second = [*row]
        (row, second)[marked][fields.index(field)] = MARK if field != "number" else f"SO-{MARK}"
        file = tmp_path / "orders.csv"
        file.write_text(written([[HEAD_OF[name] for name in fields], row, second]), encoding="utf-8")
        reading = Generic().read(file, OPTIONS)
        assert MARK.lower() in told(reading).lower(), (field, marked)


@pytest.mark.parametrize("reader", [ShopifyCsv(), Generic()])
def test_cells_beyond_the_header_and_columns_without_a_name_are_kept(tmp_path: Path, reader: OrderSource) -> None:
    header = "Name,Lineitem quantity,Lineitem name,Shipping Address1,Address,"
    file = tmp_path / "orders.csv"
    file.write_text(f"{header}\nSO-1,1,Mug,Bulevardi 1,Bulevardi 1,nameless,beyond\n", encoding="utf-8")
    (order,) = reader.read(file, OPTIONS).orders
    assert {"nameless", "beyond"} <= set(order.attributes.values())


def test_two_columns_of_one_name_are_both_kept(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Order,Address,Shade,Shade\nSO-1,Bulevardi 1,red,blue\n", encoding="utf-8")
    (order,) = Generic().read(file, OPTIONS).orders
    assert order.attributes == {"Shade": "red", "Shade (2)": "blue"}
