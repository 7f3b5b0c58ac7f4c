"""Coroutines started from slots: errors become sentences, and what hangs does not keep the program open."""

import asyncio

import pytest

from dispatch_console.domain.errors import Refused
from dispatch_console.ui import tasks
from dispatch_console.ui.tasks import Tasks
from tests.ui.conftest import Run


def test_a_known_error_is_its_sentence_and_a_bug_goes_to_the_log(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    started = Tasks(said.append)

    async def refused() -> None:
        raise Refused("plan.none", day="today")

    async def broken() -> None:
        raise ZeroDivisionError

    async def both() -> None:
        started.start(refused())
        started.start(broken())
        await started.finish()

    run(both())
    assert len(said) == 2
    assert any("Open the log" in sentence for sentence in said)
    assert "a task failed" in caplog.text


def test_what_hangs_is_given_up_and_nothing_new_starts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PATIENCE_S", 0.1)
    started = Tasks(lambda sentence: None)
    late: list[str] = []

    async def hang() -> None:
        await asyncio.Event().wait()

    async def too_late() -> None:
        late.append("ran")

    async def close() -> None:
        started.start(hang())
        await started.finish()
        started.start(too_late())
        await asyncio.sleep(0.05)

    run(close())
    assert late == []
