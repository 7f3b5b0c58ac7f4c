"""A region's import as a program of its own: it takes a core for minutes, and cancel must end it at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from dispatch_console.language import tr


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, and what is added to its environment."""

    program: str
    arguments: Sequence[str]
    environment: Mapping[str, str]


class ImportProcess(QObject):
    """`progressed` gives a step and a count; `ended` a sentence, empty where all went well, and if it is a fault."""

    progressed = Signal(str, int)
    ended = Signal(str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.readyReadStandardError.connect(self._heard)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._cancelled = False
        self._waiting = ""

    @property
    def running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self, command: Command) -> None:
        surroundings = QProcessEnvironment.systemEnvironment()
        for name, value in command.environment.items():
            surroundings.insert(name, value)
        self._process.setProcessEnvironment(surroundings)
        self._cancelled, self._waiting = False, ""
        self._process.start(command.program, list(command.arguments))

    def cancel(self) -> None:
        if self.running:
            self._cancelled = True
            self._process.kill()

    def close(self) -> None:
        """End the import with the console."""
        self._process.blockSignals(True)
        if self.running:
            self._process.kill()
            self._process.waitForFinished(5000)

    def _heard(self) -> None:
        self._waiting += bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        *lines, self._waiting = self._waiting.split("\n")
        for line in lines:
            step, _, count = line.partition(": ")
            if count.replace(",", "").isdigit():
                self.progressed.emit(step, int(count.replace(",", "")))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(
                tr("The import could not be started: {errorString}.", errorString=self._process.errorString()), True
            )

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._cancelled:
            self.ended.emit(tr("The import was cancelled. Everything is as it was."), False)
        elif code == 0 and status is QProcess.ExitStatus.NormalExit:
            self.ended.emit("", False)
        else:
            self.ended.emit(_sentence(bytes(self._process.readAllStandardOutput().data())), True)


def _sentence(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return tr("The import ended before it was done. Everything is as it was; the log file has the details.")
