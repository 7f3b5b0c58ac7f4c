"""Colours, type and spacing of the console, light and dark, and the style sheet made from them."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from dispatch_console.paths import RESOURCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One colour scheme. Red means late, wrong, stop and nothing else; amber that a person must decide."""

    dark: bool
    win: str
    panel: str
    sunk: str
    hover: str
    line: str
    line2: str
    line3: str
    tx: str
    tx2: str
    tx3: str
    acc: str
    acc_tint: str
    acc_line: str
    on_acc: str
    red: str
    red_tint: str
    red_line: str
    amb: str
    amb_tint: str
    amb_line: str
    grn: str
    grn_tint: str
    grn_line: str


LIGHT = Tokens(
    dark=False,
    win="#ECEEF1",
    panel="#FFFFFF",
    sunk="#F5F6F8",
    hover="#EFF2F6",
    line="#DADEE3",
    line2="#C2C9D1",
    line3="#79828D",
    tx="#15191E",
    tx2="#434C56",
    tx3="#5C6671",
    acc="#1F5FD0",
    acc_tint="#E5EDFB",
    acc_line="#A9C3F0",
    on_acc="#FFFFFF",
    red="#BF1F1B",
    red_tint="#FCEBEA",
    red_line="#E9A5A1",
    amb="#855300",
    amb_tint="#FBF1DC",
    amb_line="#DFC07E",
    grn="#17713A",
    grn_tint="#E5F3E9",
    grn_line="#A2D0B1",
)
DARK = Tokens(
    dark=True,
    win="#111418",
    panel="#191D22",
    sunk="#14171B",
    hover="#1F242A",
    line="#2B3138",
    line2="#3C444D",
    line3="#6B7682",
    tx="#E4E8EC",
    tx2="#B6BFC8",
    tx3="#929DA8",
    acc="#7DABFB",
    acc_tint="#1B2A43",
    acc_line="#36558B",
    on_acc="#0C1420",
    red="#FF8B82",
    red_tint="#371E1F",
    red_line="#7C3B39",
    amb="#E3B466",
    amb_tint="#30271A",
    amb_line="#6A5430",
    grn="#7CC996",
    grn_tint="#19291F",
    grn_line="#305A41",
)

_current = LIGHT


def tokens() -> Tokens:
    return _current


@cache
def font(pixels: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return Inter, whose shipped cuts have tabular figures; one font per size, as a new one makes Qt lay its texts out
    anew.
    """
    face = QFont("Inter")
    face.setPixelSize(pixels)
    face.setWeight(weight)
    return face


def apply(app: QApplication, scheme: str) -> Tokens:
    """Set fonts, palette and style sheet. `scheme` is light, dark or system."""
    global _current
    for file in sorted((RESOURCES / "fonts").glob("Inter-*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    hints = app.styleHints()
    dark = scheme == "dark" or (scheme == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    _current = DARK if dark else LIGHT
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette(_current))
    app.setStyleSheet(_style_sheet(_current))
    return _current


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, t.win),
        (role.Base, t.panel),
        (role.AlternateBase, t.sunk),
        (role.Text, t.tx),
        (role.WindowText, t.tx),
        (role.ButtonText, t.tx),
        (role.Button, t.panel),
        (role.Highlight, t.acc_tint),
        (role.HighlightedText, t.tx),
        (role.PlaceholderText, t.tx3),
        (role.ToolTipBase, t.panel),
        (role.ToolTipText, t.tx),
        (role.Accent, t.acc),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.tx3))
    return palette


def _style_sheet(t: Tokens) -> str:
    icons, scheme = RESOURCES / "icons", "dark" if t.dark else "light"
    return f"""
    QWidget {{ color: {t.tx}; }}
    QToolTip {{ background: {t.panel}; color: {t.tx}; border: 1px solid {t.line3}; padding: 4px 8px; }}
    QWidget[surface="win"] {{ background: {t.win}; }}
    QWidget[surface="panel"] {{ background: {t.panel}; }}
    QWidget[surface="sunk"] {{ background: {t.sunk}; }}
    QWidget[surface="said"] {{ background: {t.sunk}; border: 1px solid {t.line}; border-radius: 4px; }}
    QWidget[surface="card"] {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: 4px; }}
    QFrame[rule="h"] {{ background: {t.line}; max-height: 1px; min-height: 1px; border: 0; }}
    QFrame[rule="v"] {{ background: {t.line}; max-width: 1px; min-width: 1px; border: 0; }}
    QLabel[tone="quiet"] {{ color: {t.tx2}; }}
    QLabel[tone="faint"] {{ color: {t.tx3}; }}
    QLabel[tone="good"] {{ color: {t.grn}; }}
    QLabel[tone="decide"] {{ color: {t.amb}; }}
    QLabel[tone="wrong"] {{ color: {t.red}; }}
    QLineEdit {{ background: {t.panel}; border: 1px solid {t.line3}; border-radius: 4px; padding: 0 8px;
        min-height: 30px; selection-background-color: {t.acc}; selection-color: {t.on_acc}; }}
    QLineEdit:focus {{ border: 2px solid {t.acc}; padding: 0 7px; min-height: 28px; }}
    QLineEdit[kind="scan"] {{ min-height: 52px; }}
    QLineEdit[kind="scan"]:focus {{ min-height: 50px; }}
    QComboBox {{ background: {t.panel}; border: 1px solid {t.line3}; border-radius: 4px; padding: 0 8px;
        min-height: 30px; }}
    QComboBox:focus {{ border: 2px solid {t.acc}; padding: 0 7px; min-height: 28px; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: url("{(icons / f"chevron-{scheme}.svg").as_posix()}");
        width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{ background: {t.panel}; border: 1px solid {t.line3};
        selection-background-color: {t.acc_tint}; selection-color: {t.tx}; }}
    QPushButton {{ background: {t.panel}; border: 1px solid {t.line3}; border-radius: 4px; padding: 0 11px;
        min-height: 30px; font-weight: 500; }}
    QPushButton:hover {{ background: {t.hover}; }}
    QPushButton:focus {{ border: 2px solid {t.acc}; padding: 0 10px; min-height: 28px; }}
    QPushButton[scale="large"] {{ min-height: 46px; font-size: 18px; padding: 0 18px; }}
    QPushButton[scale="medium"] {{ min-height: 42px; font-size: 15px; padding: 0 10px; }}
    QPushButton[scale="large"]:focus {{ min-height: 44px; padding: 0 17px; }}
    QPushButton:disabled {{ background: {t.sunk}; border-color: {t.line2}; color: {t.tx3}; }}
    QPushButton[kind="sign"] {{ background: transparent; border: 1px solid transparent; padding: 0; }}
    QPushButton[kind="sign"]:enabled:hover, QPushButton[kind="sign"]:checked {{ background: {t.hover}; }}
    QPushButton[kind="sign"]:focus {{ border: 2px solid {t.acc}; }}
    QPushButton[kind="status"] {{ background: transparent; border: 0; padding: 0 10px; min-height: 24px;
        font-weight: 400; }}
    QPushButton[kind="status"]:enabled:hover {{ background: {t.hover}; }}
    QPushButton[kind="status"]:focus {{ border: 2px solid {t.acc}; padding: 0; min-height: 20px; }}
    QPushButton[kind="primary"]:enabled {{ background: {t.acc}; border-color: {t.acc}; color: {t.on_acc}; }}
    QPushButton[kind="figure"] {{ border-color: {t.line2}; padding: 0 10px; text-align: left; }}
    QPushButton[kind="figure"]:checked {{ background: {t.acc_tint}; border-color: {t.acc}; }}
    QPushButton[kind="choice"]:checked {{ background: {t.acc_tint}; border-color: {t.acc}; }}
    QPushButton[kind="rail"] {{ background: transparent; border: 0; border-left: 3px solid transparent;
        border-radius: 0; padding: 0;
        min-height: 64px; max-height: 64px; }}
    QPushButton[kind="rail"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="rail"]:checked {{ background: {t.panel}; border-left-color: {t.acc}; }}
    QPushButton[kind="filter"] {{ background: transparent; border: 0; text-align: left; padding: 0 8px;
        min-height: 28px; font-weight: 400; }}
    QPushButton[kind="filter"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="filter"]:checked {{ background: {t.acc_tint}; font-weight: 600; }}
    QPushButton[kind="filter"]:focus {{ border: 2px solid {t.acc}; padding: 0 6px; min-height: 24px; }}
    QCheckBox {{ spacing: 8px; min-height: 24px; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.line3}; border-radius: 3px;
        background: {t.panel}; }}
    QCheckBox::indicator:checked {{ background: {t.acc}; border-color: {t.acc};
        image: url("{(icons / f"check-{scheme}.svg").as_posix()}"); }}
    QCheckBox:focus {{ border: 2px solid {t.acc}; border-radius: 4px; }}
    QTableView {{ background: {t.panel}; border: 0; gridline-color: {t.line}; outline: 0;
        selection-background-color: {t.acc_tint}; selection-color: {t.tx}; }}
    QHeaderView {{ background: {t.sunk}; border: 0; }}
    QHeaderView::section {{ background: {t.sunk}; color: {t.tx2}; border: 0; border-bottom: 1px solid {t.line};
        padding: 0 8px; min-height: 30px; font-weight: 500; }}
    QSplitter::handle {{ background: {t.line}; }}
    QScrollArea {{ border: 0; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {t.line2}; border-radius: 4px; min-height: 32px; margin: 1px; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {t.line2}; border-radius: 4px; min-width: 32px; margin: 1px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
