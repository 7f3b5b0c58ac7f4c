"""Solomon's files of customers with windows, and Li and Lim's of goods that are fetched and brought."""

from decimal import Decimal

from dispatch_console.adapters.problems import rows
from dispatch_console.adapters.problems.edge_weights import Weights
from dispatch_console.adapters.problems.instance import Instance, Place

# what stands in the lines before the rows of a Solomon file
HEADS = ((), ("VEHICLE",), ("NUMBER", "CAPACITY"), (), ("CUSTOMER",), ("CUST", "XCOORD", "YCOORD", "DEMAND", "SERVICE"))


def read(text: str) -> Instance:
    """Return what a Solomon file says. Errors: ValueError with the place."""
    lines = rows.lines_of(text)
    for at, words in enumerate(HEADS):
        if at >= len(lines) or not all(word in lines[at].upper() for word in words):
            raise ValueError(f"line {at + 1} of a Solomon file says {' '.join(words) or 'its name'}")
    vehicles, capacity = rows.numbers(lines[3], "VEHICLE", 2)
    customers = rows.in_order(lines[len(HEADS) :], "CUSTOMER", 7, 0)
    return Instance(
        places=[
            Place(demand=demand, service=service if at else Decimal(), window=(opens, closes))
            for at, (_, _, demand, opens, closes, service) in enumerate(customers)
        ],
        capacity=capacity,
        weights=Weights("EUC_2D", [(float(row[0]), float(row[1])) for row in customers]),
        vehicles=_count(vehicles),
    )


def is_li_lim(text: str) -> bool:
    """Return whether a file begins with vehicles, capacity and speed, and rows of nine numbers follow."""
    lines = rows.lines_of(text)
    return len(lines) > 1 and len(lines[0].split()) == 3 and len(lines[1].split()) == 9


def read_li_lim(text: str) -> Instance:
    """Return what a file of Li and Lim says.

    A row is number, x, y, demand (below 0 where goods are brought), window, service, and the row of the other half:
    where they are fetched, and where they are brought. Errors: ValueError with the place.
    """
    lines = rows.lines_of(text)
    vehicles, capacity, speed = rows.numbers(lines[0], "the first line", 3)
    if speed != 1:
        raise ValueError(f"the first line: speed {speed} is not known, only 1")
    customers = rows.in_order(lines[1:], "task", 9, 0)
    places = []
    for at, (_, _, demand, opens, closes, service, fetched, brought) in enumerate(customers):
        other = int(fetched or brought)
        if at and (bool(fetched) == bool(brought) or not 0 < other < len(customers) or customers[other][2] != -demand):
            raise ValueError(f"task, row {at + 1}: it is no half of a pair with row {other + 1}")
        places.append(
            Place(
                demand=abs(demand),
                service=service if at else Decimal(),
                window=(opens, closes),
                after=int(fetched) if fetched else None,
                fetches=bool(brought),
            )
        )
    return Instance(
        places=places,
        capacity=capacity,
        weights=Weights("EUC_2D", [(float(row[0]), float(row[1])) for row in customers]),
        vehicles=_count(vehicles),
    )


def _count(vehicles: Decimal) -> int:
    if vehicles % 1 or vehicles < 1:
        raise ValueError(f"{vehicles} vehicles")
    return int(vehicles)
