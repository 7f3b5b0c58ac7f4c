"""Colour what is no plain word in a text to customers: fields, conditions, and signs that make an SMS dearer."""

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from dispatch_console.ui.theme import tokens

_FIELD = re.compile(r"\{\{.*?\}\}")
_CONDITION = re.compile(r"\{%.*?%\}")
_CURLY = re.compile("[‘’‚‛“”„–—‐‑…\u00a0\u2009\u202f]")


class TextColours(QSyntaxHighlighter):
    """Colours each line as it is typed."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        t = tokens()
        for pattern, ink, ground in ((_CONDITION, t.tx3, ""), (_FIELD, t.acc, t.acc_tint), (_CURLY, t.amb, t.amb_tint)):
            look = QTextCharFormat()
            look.setForeground(QColor(ink))
            if ground:
                look.setBackground(QColor(ground))
            for found in pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), look)
