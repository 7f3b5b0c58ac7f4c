"""The part of qasync that the console uses; the package ships no types."""

import asyncio

from PySide6.QtWidgets import QApplication

class QEventLoop(asyncio.BaseEventLoop):
    def __init__(self, app: QApplication | None = None) -> None: ...
    def __enter__(self) -> QEventLoop: ...
    def __exit__(self, *args: object) -> None: ...
