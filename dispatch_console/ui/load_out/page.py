"""Load-out in large type: one parcel at a time, its place in the van, what is missing, and the release."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dispatch_console import texts
from dispatch_console.language import plural, tr
from dispatch_console.ui import icons
from dispatch_console.ui.load_out.check_card import CheckCard
from dispatch_console.ui.load_out.choice import Choice
from dispatch_console.ui.load_out.van_plan import VanPlan
from dispatch_console.ui.theme import tokens
from dispatch_console.ui.widgets.basics import (
    SEMIBOLD,
    Elided,
    button,
    key_of,
    label,
    paragraph,
    rule,
    scan_field,
    surface,
)
from dispatch_console.ui.widgets.bench_sizes import BASE, COUNT
from dispatch_console.ui.widgets.layout import panes, scrolled, stacked
from dispatch_console.ui.widgets.reason import ReasonField
from dispatch_console.ui.widgets.scanner import ScanPlace


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One parcel in the list; `state` is in, missing, next or waiting."""

    parcel_id: int
    stop: int
    customer: str
    part: str
    state: str


@dataclass(frozen=True, slots=True)
class Before:
    """A thing before the release; `state` is done, open, wrong, or note where it keeps no van back."""

    words: str
    figure: str
    state: str


@dataclass(frozen=True, slots=True)
class WrongParcel:
    """The alarm: what is wrong, which parcel, where it belongs, and what to press once it is there."""

    title: str
    what: str
    belongs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadView:
    """Everything the loader sees. `locked`: why the van may not leave yet, empty where it may; `may_waive`: whether a
    supervisor could let it go all the same.
    """

    title: str
    letter: str
    leaves: str
    lines: tuple[LoadLine, ...]
    stop: str
    customer: str
    parcel: str
    place: str
    code: str
    loaded: int
    total: int
    missing: int
    surplus: int
    lost: str
    lost_what: str
    behind: str
    before: tuple[Before, ...]
    locked: str
    may_waive: bool
    gone: str
    wrong: WrongParcel | None


class LoadOutPage(QWidget):
    """No mouse needed: F2 notes the check of the van, F5 prints its sheets anew, scan, F6 not here, F4 leave behind
    (twice), F7 carried away, F9 release, F8 by waiver.
    """

    scanned = Signal(str)
    not_here = Signal()
    look_again = Signal()
    leave_behind = Signal()
    carried_away = Signal()
    release_wanted = Signal()
    check_wanted = Signal()
    print_wanted = Signal(str)
    waived = Signal(str)
    put_down_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = stacked(self)
        bar = surface("panel")
        bar.setFixedHeight(64)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        self._title, self._leaves = label(tr("Load-out"), BASE, SEMIBOLD), label("", BASE, SEMIBOLD)
        self.put_down = button(tr("Put down"), "undo-2", "Esc")
        self.put_down.clicked.connect(self.put_down_wanted)
        self.check = button(tr("Check of the van"), "clipboard-check", "F2")
        self.check.clicked.connect(self.check_wanted)
        self._letter = ""
        key_of(self, "F5", tr("Print the van's sheets anew"), lambda: self.print_wanted.emit(self._letter))
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._leaves)
        row.addSpacing(16)
        row.addWidget(self.check)
        row.addWidget(self.put_down)
        column.addWidget(bar)
        column.addWidget(rule())
        column.addWidget(self._strip())
        column.addWidget(panes(self._list(), self._centre(), self._side(), [364, 746, 402]), 1)
        self.check_card = CheckCard(self)
        self.check_card.closed.connect(self.scan.setFocus)
        for key_button in (self.put_down, self.check, self.carried, self.lost, self.release, self.waive):
            key_button.setProperty("scale", "large")
        self._scans = ScanPlace(self, lambda: self.scan, self.scanned.emit, self._refuse_late)

    def _strip(self) -> QWidget:
        self.strip = QFrame()
        self.strip.setStyleSheet("QFrame { background: #BF1F1B; } QLabel { color: white; }")
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(24, 16, 24, 16)
        sign = QLabel()
        sign.setPixmap(icons.pixmap("octagon-x", "#FFFFFF", 64, 2.0))
        names = QVBoxLayout()
        self._wrong, self._wrong_what = label("", 34, SEMIBOLD), label("", BASE)
        names.addWidget(self._wrong)
        names.addWidget(self._wrong_what)
        self._belongs = label("", BASE, SEMIBOLD)
        # white on the red of the alarm in light and dark alike
        self._belongs.setStyleSheet("background: white; color: #15181E; border-radius: 4px; padding: 12px 20px;")
        self.carried = button(tr("Carried away"), key="F7")
        self.carried.clicked.connect(self.carried_away)
        row.addWidget(sign)
        row.addLayout(names, 1)
        row.addWidget(self._belongs)
        row.addWidget(self.carried)
        self.strip.hide()
        return self.strip

    def _list(self) -> QWidget:
        left = surface("sunk")
        column = stacked(left)
        self._list_title = label(tr("Last stop first"), 17, SEMIBOLD)
        self._list_title.setContentsMargins(16, 10, 16, 10)
        column.addWidget(self._list_title)
        column.addWidget(rule())
        self._lines = QScrollArea()
        self._lines.setWidgetResizable(True)
        column.addWidget(self._lines, 1)
        return left

    def _centre(self) -> QWidget:
        middle = surface("panel")
        column = stacked(middle)
        body = QVBoxLayout()
        body.setContentsMargins(24, 14, 24, 14)
        body.setSpacing(10)
        self._next = label(tr("Next parcel"), BASE, tone="quiet")
        body.addWidget(self._next)
        head = QHBoxLayout()
        self._stop = label("", COUNT, SEMIBOLD)
        names = QVBoxLayout()
        self._customer, self._parcel = Elided("", "", 28, SEMIBOLD), label("", BASE, tone="quiet")
        names.addWidget(self._customer)
        names.addWidget(self._parcel)
        head.addWidget(self._stop)
        head.addSpacing(16)
        head.addLayout(names, 1)
        body.addLayout(head)
        place = QHBoxLayout()
        self._place, self._code = label("", 28, SEMIBOLD), label("", 24, tone="quiet")
        place.addWidget(self._place)
        place.addSpacing(12)
        place.addWidget(self._code)
        place.addStretch(1)
        body.addLayout(place)
        self.plan = VanPlan()
        body.addWidget(self.plan, 1)
        column.addLayout(body, 1)
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 14, 24, 14)
        self.scan = scan_field(tr("Scan a parcel"), 270)
        self.scan.returnPressed.connect(self._entered)
        self._last = label("", 17)
        self._last.setWordWrap(True)
        self._last.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.lost = button(tr("Not here"), key="F6")
        self.lost.clicked.connect(self.not_here)
        row.addWidget(self.scan)
        row.addWidget(self._last, 1)
        row.addWidget(self.lost)
        column.addWidget(foot)
        return middle

    def _side(self) -> QWidget:
        right = surface("panel")
        right.setMinimumWidth(320)
        column = stacked(right)
        counts = QHBoxLayout()
        counts.setContentsMargins(20, 10, 20, 10)
        names = {"scanned": tr("scanned"), "missing": tr("missing"), "surplus": tr("surplus")}
        self._counts = {key: label("0", 32, SEMIBOLD) for key in names}
        counts.setSpacing(16)
        for key, number in self._counts.items():
            stack = QVBoxLayout()
            stack.addWidget(number)
            stack.addWidget(label(names[key], 17, tone="quiet"))
            # "14 of 14" beside two figures
            counts.addLayout(stack, 3 if key == "scanned" else 2)
        column.addLayout(counts)
        column.addWidget(rule())
        self._decision = QWidget()
        self._decision.setStyleSheet(f"QWidget#decision {{ background: {tokens().amb_tint}; }}")
        self._decision.setObjectName("decision")
        self._decision.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(self._decision)
        inner.setContentsMargins(20, 12, 20, 12)
        self._lost, self._lost_what = paragraph("", 17, SEMIBOLD), paragraph("", 17)
        self._lost.setObjectName("lost")
        self.again, self.behind = Choice("F3", tr("Look again")), Choice("F4", tr("Leave it behind"))
        self.again.clicked.connect(self.look_again)
        self.behind.clicked.connect(self.leave_behind)
        for part in (self._lost, self._lost_what, self.again, self.behind):
            inner.addWidget(part)
        body = surface("panel")
        parts = stacked(body)
        parts.addWidget(self._decision)
        self._blocks = QVBoxLayout()
        self._blocks.setContentsMargins(20, 14, 20, 14)
        self._blocks.setSpacing(8)
        parts.addLayout(self._blocks)
        parts.addStretch(1)
        column.addWidget(scrolled(body), 1)
        column.addWidget(rule())
        foot = surface("sunk")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 14, 20, 14)
        self.release = button(tr("Release the van"), "truck", "F9", "primary")
        self.release.clicked.connect(self.release_wanted)
        self._lock = QWidget()
        locked = QHBoxLayout(self._lock)
        locked.setContentsMargins(0, 0, 0, 0)
        self._lock_sign = QLabel()
        self._locked = paragraph("", 17)
        locked.addWidget(self._lock_sign)
        locked.addSpacing(8)
        both = QVBoxLayout()
        both.addWidget(label(tr("Release is locked"), 17, SEMIBOLD))
        both.addWidget(self._locked)
        locked.addLayout(both, 1)
        self.waive = button(tr("Let it go"), key="F8")
        self.waive.setToolTip(tr("A supervisor lets the van go as it is, with a reason"))
        self.waive.clicked.connect(self._ask_why)
        locked.addWidget(self.waive)
        row.addWidget(self.release, 1)
        row.addWidget(self._lock, 1)
        self.reason = ReasonField()
        self.reason.ended.connect(self.scan.setFocus)
        column.addWidget(foot)
        column.addWidget(self.reason)
        return right

    def show_load(self, view: LoadView) -> None:
        self._letter = view.letter
        self._title.setText(view.title)
        self._leaves.setText(view.leaves)
        self._list_title.setText(tr("Last stop first   {total} parcels", total=view.total))
        self._show_lines(view.lines)
        self._next.setText(view.gone or (tr("Next parcel") if view.stop else tr("Everything is in")))
        for part, text in ((self._stop, view.stop), (self._customer, view.customer), (self._parcel, view.parcel),
                           (self._code, view.code), (self._place, view.place.upper())):  # fmt: skip
            part.setText(text)
        t = tokens()
        plate = f"background: {t.tx}; color: {t.panel}; border-radius: 4px; padding: 4px 14px;"
        self._place.setStyleSheet(plate if view.place else "")
        self._counts["scanned"].setText(tr("{loaded} of {total}", loaded=view.loaded, total=view.total))
        for name, number, colour in (("missing", view.missing, t.amb), ("surplus", view.surplus, t.red)):
            self._counts[name].setText(str(number))
            self._counts[name].setStyleSheet(f"color: {colour};" if number else "")
        self._decision.setVisible(bool(view.lost))
        for part, text in ((self._lost, view.lost), (self._lost_what, view.lost_what)):
            part.setText(text)
            part.setAccessibleName(text)
            part.setVisible(bool(text))
        self.again.setVisible(view.missing > 0)
        self.behind.say(view.behind)
        self.lost.setEnabled(bool(view.stop) and not view.gone)
        self._show_before(view.before)
        free = not view.locked and not view.gone
        self.release.setEnabled(free)
        self.release.setVisible(free)
        self._lock.setVisible(bool(view.locked) and not view.gone)
        self._locked.setText(view.locked)
        self._lock_sign.setPixmap(icons.pixmap("lock", t.tx2, 26, 1.8))
        self.waive.setVisible(view.may_waive)
        self.waive.setEnabled(view.may_waive)
        self._show_wrong(view.wrong)

    def _show_lines(self, lines: tuple[LoadLine, ...]) -> None:
        t = tokens()
        body = surface("sunk")
        column = stacked(body)
        shown: QWidget | None = None
        fills = {"in": t.grn_tint, "missing": t.amb_tint, "next": t.acc_tint}
        for line in lines:
            row = QFrame()
            row.setAccessibleName(
                tr(
                    "Stop {stop}, {customer}, parcel {part}, {state}",
                    stop=line.stop,
                    customer=line.customer,
                    part=line.part,
                    state=texts.plain(line.state),
                )
            )
            edge = t.acc if line.state == "next" else fills.get(line.state, t.panel)
            row.setStyleSheet(
                f"QFrame {{ background: {fills.get(line.state, t.panel)}; border: 0; border-left: 6px solid {edge};"
                f" border-bottom: 1px solid {t.line}; }} QLabel {{ border: 0; }}"
            )
            row.setFixedHeight(60 if line.state == "next" else 50)
            inner = QHBoxLayout(row)
            inner.setContentsMargins(16, 0, 16, 0)
            number = label(str(line.stop), 24, SEMIBOLD)
            number.setFixedWidth(44)
            inner.addWidget(number)
            inner.addWidget(Elided(line.customer, size=18), 1)
            inner.addWidget(label(line.part, 18, tone="quiet"))
            sign = {"in": ("circle-check", t.grn), "missing": ("circle-help", t.amb)}.get(line.state)
            mark = QLabel()
            mark.setFixedWidth(28)
            if sign:
                mark.setPixmap(icons.pixmap(*sign, 24, 2.0))
            inner.addWidget(mark)
            column.addWidget(row)
            shown = row if line.state == "next" else shown
        column.addStretch(1)
        self._lines.setWidget(body)
        if shown is not None:
            self._lines.ensureWidgetVisible(shown)

    def _show_before(self, before: tuple[Before, ...]) -> None:
        while self._blocks.count():
            item = self._blocks.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._blocks.addWidget(label(tr("Before release"), 17, SEMIBOLD))
        t = tokens()
        signs = {
            "done": ("circle-check", t.grn),
            "open": ("circle-dashed", t.tx2),
            "wrong": ("octagon-x", t.red),
            "note": ("circle-alert", t.amb),
        }
        for one in before:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            mark = QLabel()
            mark.setPixmap(icons.pixmap(*signs[one.state], 24, 1.8))
            tone = {"wrong": "wrong", "note": "decide"}.get(one.state, "quiet")
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addSpacing(6)
            row.addWidget(paragraph(one.words, 17), 1)
            row.addWidget(label(one.figure, 17, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
            done = tr("done") if one.state == "done" else ""
            line.setAccessibleName(" ".join(part for part in (one.words, one.figure, done) if part))
            self._blocks.addWidget(line)

    def _ask_why(self) -> None:
        self.reason.ask(tr("Why the van may go as it is"), self.waived.emit)

    def _refuse_late(self, codes: list[str]) -> None:
        """Load nothing that a scanner had stored: the van may be another one by now."""
        self.say_scan(
            plural("{count} scan came late: scan it again.", "{count} scans came late: scan them again.", len(codes))
        )

    def say_scan(self, text: str) -> None:
        self._last.setText(text)

    def _show_wrong(self, wrong: WrongParcel | None) -> None:
        """Show a parcel that does not belong into this van, until it is carried away."""
        self.strip.setVisible(wrong is not None)
        if wrong is None:
            return
        self._wrong.setText(wrong.title)
        self._wrong_what.setText(wrong.what)
        self._belongs.setText(wrong.belongs)
        self._belongs.setVisible(bool(wrong.belongs))
        self.strip.setAccessibleName(" ".join((wrong.title, wrong.what, wrong.belongs)))

    def _entered(self) -> None:
        text = self.scan.text().strip()
        self.scan.clear()
        if text:
            self.scanned.emit(text)
