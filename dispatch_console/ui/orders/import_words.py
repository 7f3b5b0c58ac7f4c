"""What the import check says of a file: rows of its tables, what was not understood, what became of every cell."""

from collections import Counter
from collections.abc import Sequence

from dispatch_console import texts
from dispatch_console.application.intake.comparing import ImportCheck
from dispatch_console.domain.orders.incoming import Fate, IncomingOrder, Problem
from dispatch_console.domain.orders.source_difference import Difference
from dispatch_console.language import mark, tr

ORDER_TITLES = (
    mark("Row"),
    mark("Order"),
    mark("Customer"),
    mark("Street"),
    mark("Post code"),
    mark("City"),
    mark("Phone"),
    mark("Items"),
    mark("Asked for"),
)
# fields whose columns are put together
JOINED = frozenset(("line2", "instructions", "requirements"))


def problems(check: ImportCheck, bucket: str) -> list[Problem]:
    """Return what keeps orders out (`fix`), or what goes in all the same (`notices`)."""
    return [problem for problem in check.count.problems if problem.blocks == (bucket == "fix")]


def uncounted(check: ImportCheck) -> bool:
    """Return whether no column says how many pieces a line has."""
    return bool(check.header) and "quantity" not in check.mapping.values()


def missing(check: ImportCheck) -> str:
    """Return which columns have to be named before the file can be read; empty where none has."""
    if not check.missing:
        return ""
    missing = ", ".join(texts.file_field(name) for name in check.missing)
    return tr("Which column holds: {missing}? Choose it below; nothing is read before.", missing=missing)


def accounted(check: ImportCheck) -> str:
    """Return what became of every filled cell of a file; empty while it cannot be read."""
    fates: Counter[Fate] = Counter()
    for column in check.reading.account:
        fates.update(column.fates)
    if not fates:
        return ""
    return tr(
        "{cells} filled cells: {used} used, {no_use} of no use, {seen} kept with their order, {wrong} not understood",
        cells=fates.total(),
        used=fates[Fate.USED],
        no_use=fates[Fate.NO_USE],
        seen=fates[Fate.SEEN],
        wrong=fates[Fate.NOT_UNDERSTOOD],
    )


def unsure(check: ImportCheck) -> str:
    """Return what a person should look at before taking a file whose columns were guessed; empty when all is clear."""
    unused = [column for column in check.header if not check.mapping.get(column)]
    said = []
    twice = [
        texts.file_field(field)
        for field, count in Counter(field for field in check.mapping.values() if field).items()
        if count > 1 and field not in JOINED
    ]
    if twice:
        said.append(
            tr("Two columns hold {fields}: the first that is filled counts, the rest is kept.", fields=", ".join(twice))
        )
    if unused:
        said.append(tr("Without a meaning, kept with the order: {unused}.", unused=", ".join(unused)))
    if uncounted(check):
        said.append(tr("No column says how many: every line counts as one piece."))
    return " ".join(said)


def order_row(order: IncomingOrder) -> tuple[str, ...]:
    """Return the cells of an order under `ORDER_TITLES`."""
    address = order.address
    street = " ".join(part for part in (address.line1, address.line2) if part)
    items = sum(line.quantity for line in order.lines)
    return (
        str(order.row), order.number, order.customer_name, street, address.postcode, address.city, order.phone,
        str(items), order.wish,
    )  # fmt: skip


def change(differences: Sequence[Difference]) -> str:
    """Return what differs, field by field: ours, then the source\'s."""
    return ", ".join(
        f"{texts.field(what)}: {texts.plain(ours)} → {texts.plain(theirs)}" for what, ours, theirs in differences
    )
