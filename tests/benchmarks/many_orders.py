"""The queue at a million orders: they are copied inside the database from fifty thousand that were imported."""

from sqlalchemy import text

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import importing
from dispatch_console.application.orders import finding, queue
from dispatch_console.application.orders.queue import OrderFilter
from tests.benchmarks.results import DAY, Result, median_ms, reading

IMPORTED, COPIES = 50_000, 19
COPY = """
insert into orders ({columns})
select {values} from orders where source_ref !~ '-'
"""


def many_orders(desk: Desk) -> list[Result]:
    """Search by number, name, phone and SKU, and show the plan of the slowest."""
    desk.do_now(importing.take_reading, reading(IMPORTED), "fifty thousand")
    with desk.engine.begin() as connection:
        names = list(
            connection.scalars(
                text("select column_name from information_schema.columns where table_name = 'orders' order by 1")
            )
        )
        for copy in range(1, COPIES + 1):
            other = {
                "id": "nextval('orders_id_seq')",
                "source_ref": f"source_ref || '-{copy}'",
                "number": f"number || '-{copy}'",
                "search_text": f"replace(search_text, 'customer', 'person{copy}') || ' c{copy}x' || id",
                "stage": "case when id % 40 = 0 then 'verify' else 'closed' end",
            }
            values = ", ".join(other.get(name, f'"{name}"') for name in names)
            columns = ", ".join(f'"{name}"' for name in names)
            connection.execute(text(COPY.format(columns=columns, values=values)))
    with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze orders"))
    asked = {
        "number": OrderFilter(text="so-31234"),
        "name": OrderFilter(text="customer 1234"),
        "rare name": OrderFilter(text="person7 3999"),
        "sku": OrderFilter(text="sku-77"),
        "two letters": OrderFilter(text="so"),
        "nothing": OrderFilter(text="nobody has this"),
        "work": OrderFilter(work=True, text="customer 1234"),
        "no words": OrderFilter(work=True),
    }
    found = []
    for name, wanted in asked.items():
        first = median_ms(desk.ask_now, queue.first_page, wanted, "leaves", False)
        found.append(Result(f"first_page {name}", first, "ms", "of 1,000,000 orders, with how many there are"))
    found.append(Result("palette", median_ms(desk.ask_now, finding.find, "so-31234", DAY.date()), "ms", "find, Ctrl+K"))
    found.append(Result("stage_counts", median_ms(desk.ask_now, queue.stage_counts), "ms", "at 1,000,000 orders"))
    return found
