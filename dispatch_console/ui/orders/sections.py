"""The sections of the panel that only show: who, what, where to, what for, what happened."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from dispatch_console import texts
from dispatch_console.language import tr
from dispatch_console.ui.orders.facts import OrderFacts
from dispatch_console.ui.widgets.basics import SEMIBOLD, Elided, button, label, paragraph, rule
from dispatch_console.ui.widgets.chips import chips
from dispatch_console.ui.words import STAGES


def head(
    column: QVBoxLayout,
    facts: OrderFacts,
    take_change: Callable[[], None],
    keep_ours: Callable[[], None],
    compare: Callable[[], None],
) -> None:
    row = QHBoxLayout()
    row.addWidget(label(facts.number, 15, SEMIBOLD))
    row.addWidget(label(facts.stage, tone="decide" if facts.stage == STAGES["needs_attention"] else "quiet"))
    row.addStretch(1)
    column.addLayout(row)
    row = QHBoxLayout()
    name = paragraph(facts.customer, 13, SEMIBOLD)
    row.addWidget(name, 1)
    row.addWidget(label(facts.known, tone="faint"))
    row.addWidget(label(facts.phone, tone="quiet"))
    column.addLayout(row)
    if facts.email:
        column.addWidget(Elided(facts.email, tone="quiet"))
    if facts.standing:
        column.addWidget(paragraph(facts.standing, tone="decide"))
    if facts.where:
        column.addWidget(Elided(facts.where))
    for start in range(0, len(facts.axes), 2):
        row = QHBoxLayout()
        row.setSpacing(16)
        for axis, state in facts.axes[start : start + 2]:
            row.addWidget(Elided(f"{axis} {state}", tone="quiet"), 1)
        column.addLayout(row)
    if facts.change:
        for what, ours, theirs in facts.change:
            column.addWidget(
                paragraph(
                    tr(
                        "Changed at the source: {what}  {ours} → {theirs}",
                        what=texts.field(what),
                        ours=texts.plain(ours),
                        theirs=texts.plain(theirs),
                    ),
                    tone="decide",
                )
            )
        take = button(tr("Take it, verify again"), "git-compare", "T")
        take.clicked.connect(take_change)
        keep = button(tr("Keep ours"), key="O")
        keep.clicked.connect(keep_ours)
        row = QHBoxLayout()
        row.addWidget(take, 1)
        row.addWidget(keep)
        column.addLayout(row)
    elif facts.twin:
        said = tr("Same customer and goods as {number}. Ordered twice by mistake?", number=facts.twin)
        column.addWidget(paragraph(said, tone="decide"))
    if facts.change or facts.twin:
        beside = button(tr("Compare"), "copy", "D")
        beside.clicked.connect(compare)
        column.addWidget(beside)


def lines(column: QVBoxLayout, facts: OrderFacts) -> None:
    section(column, tr("Lines"), facts.lines_summary)
    for quantity, name, sku in facts.lines:
        row = QHBoxLayout()
        number = label(str(quantity), 13, SEMIBOLD)
        number.setFixedWidth(28)
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(number)
        text = paragraph(name)
        row.addWidget(text, 1)
        code = Elided(sku, "faint")
        code.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        code.setFixedWidth(128)
        row.addWidget(code)
        column.addLayout(row)


def address(
    column: QVBoxLayout,
    facts: OrderFacts,
    set_pin: Callable[[str], None],
    correct: Callable[[], None],
    *,
    has_streets: bool,
) -> None:
    section(column, tr("Address"), facts.quality, "good" if facts.pin else "decide")
    row = QHBoxLayout()
    row.addWidget(paragraph(facts.address, 13), 1)
    change = button(tr("Correct"), key="A")
    change.clicked.connect(correct)
    row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(row)
    if facts.unusual:
        column.addWidget(paragraph(facts.unusual, tone="decide"))
    for line in facts.access:
        column.addWidget(paragraph(line, tone="quiet"))
    pin = QLineEdit()
    how = tr("Drag the pin below") if facts.pin else tr("Click its place on the map below")
    hint = tr("{how}, or type latitude, longitude", how=how)
    if not has_streets and not facts.pin:
        hint = tr("No street map here (Settings, Map): type latitude, longitude")
    pin.setPlaceholderText(hint)
    pin.setAccessibleName(tr("Pin as latitude, longitude"))
    pin.setObjectName("pin")
    pin.returnPressed.connect(lambda: set_pin(pin.text()))
    column.addWidget(pin)


def needs(column: QVBoxLayout, facts: OrderFacts) -> None:
    if not facts.requirements and not facts.instructions and not facts.wish:
        return
    section(column, tr("Requirements"))
    if facts.requirements:
        column.addWidget(chips(facts.requirements))
    if facts.instructions:
        text = paragraph(f"“{facts.instructions}”", tone="quiet")
        column.addWidget(text)
    if facts.wish:
        column.addWidget(paragraph(tr("Asked for: {wish}", wish=facts.wish), tone="quiet"))


def others(column: QVBoxLayout, facts: OrderFacts) -> None:
    """Show what else the source says of the order, by its own names."""
    if not facts.others:
        return
    section(column, tr("From the source"))
    for name, text in facts.others:
        column.addWidget(paragraph(f"{name}: {text}", tone="quiet"))


def history(column: QVBoxLayout, facts: OrderFacts) -> None:
    section(column, tr("History"))
    for at, what in facts.history:
        column.addWidget(paragraph(f"{at}  {what}", tone="quiet"))


def section(column: QVBoxLayout, title: str, extra: str = "", tone: str = "quiet") -> None:
    column.addSpacing(6)
    column.addWidget(rule())
    column.addSpacing(4)
    row = QHBoxLayout()
    row.addWidget(label(title, 13, SEMIBOLD))
    row.addWidget(label(extra, tone=tone))
    row.addStretch(1)
    column.addLayout(row)
