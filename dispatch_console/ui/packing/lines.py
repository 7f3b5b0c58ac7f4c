"""The lines of the open order in very large type: done green, the current one taller, the rest waiting."""

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dispatch_console.ui import icons
from dispatch_console.ui.packing_sizes import BASE
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import MEDIUM, SEMIBOLD, label, paragraph, surface
from dispatch_console.ui.widgets.layout import stacked


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as the packer reads it. `plate` is the attribute that tells look-alikes apart."""

    line_id: int
    name: str
    shelf: str
    sku: str
    plate: str
    packed: int
    ordered: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class PackFacts:
    """The open order."""

    order_id: int
    number: str
    customer: str
    address: str
    leaves: str
    lines: tuple[LineFacts, ...]
    parcels: tuple[str, ...]
    papers: tuple[tuple[str, str, bool], ...]
    weighed: str
    expected: str
    missing: tuple[str, ...]


def lines_of(facts: PackFacts, current: LineFacts | None) -> tuple[QWidget, QWidget | None]:
    """The list, and the row that must be in view."""
    t = tokens()
    body = surface("panel")
    column = stacked(body)
    shown: QWidget | None = None
    for line in facts.lines:
        done, now = line.packed >= line.ordered, line is current
        row = QFrame()
        row.setAccessibleName(f"{line.name}, {line.packed} of {line.ordered}")
        fill = t.grn_tint if done else t.acc_tint if now else t.panel
        edge = t.acc if now else fill
        row.setStyleSheet(
            f"QFrame {{ background: {fill}; border: 0; border-left: 8px solid {edge};"
            f" border-bottom: 1px solid {t.line}; }} QLabel {{ border: 0; }}"
        )
        row.setMinimumHeight(170 if now else 120)
        inner = QHBoxLayout(row)
        inner.setContentsMargins(24, 12, 32, 12)
        names = QVBoxLayout()
        names.addStretch(1)
        name = paragraph(line.name, 32 if now else 28, SEMIBOLD)
        names.addWidget(name)
        if line.plate:
            plate = label(line.plate, 28, SEMIBOLD)
            plate.setStyleSheet(f"background: {t.tx}; color: {t.panel}; border-radius: 4px; padding: 2px 14px;")
            plate_row = QHBoxLayout()
            plate_row.addWidget(plate)
            plate_row.addStretch(1)
            names.addLayout(plate_row)
        place = "   ".join(part for part in (f"Shelf {line.shelf}" if line.shelf else "", line.sku) if part)
        names.addWidget(label(place, BASE, tone="quiet"))
        names.addStretch(1)
        inner.addLayout(names, 1)
        inner.addWidget(label(str(line.packed), 76 if now else 52, SEMIBOLD))
        inner.addWidget(label(f"of {line.ordered}", 28, MEDIUM, tone="quiet"))
        mark = label()
        mark.setFixedWidth(48)
        if done:
            mark.setPixmap(icons.pixmap("circle-check", t.grn, 40, 2.0))
        inner.addWidget(mark)
        column.addWidget(row)
        shown = row if now else shown
    column.addStretch(1)
    return body, shown
