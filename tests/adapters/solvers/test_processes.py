"""Child processes: answers, errors, crashes and hangs arrive at the future, and nothing is left behind."""

import os
import time

import psutil
import pytest

from dispatch_console.adapters.solvers.processes import Lost, Processes


def _fail(word: str) -> None:
    raise ValueError(word)


def test_calls_are_answered_side_by_side_and_errors_come_back() -> None:
    with Processes(2) as pool:
        answers = [pool.submit(pow, 2, exponent) for exponent in range(5)]
        assert [answer.result(20) for answer in answers] == [1, 2, 4, 8, 16]
        with pytest.raises(ValueError, match="broken"):
            pool.submit(_fail, "broken").result(20)
        assert pool.submit(os.getpid).result(20) != os.getpid()


def test_a_crash_is_an_error_of_its_call_and_the_next_one_works() -> None:
    with Processes(1) as pool:
        with pytest.raises(Lost):
            pool.submit(os._exit, 3).result(20)
        assert pool.submit(abs, -1).result(20) == 1


def test_a_hang_is_given_up_and_killed() -> None:
    with Processes(1, patience=0.5) as pool:
        with pytest.raises(Lost):
            pool.submit(time.sleep, 60).result(20)
        pool.patience = 20
        assert pool.submit(abs, -1).result(20) == 1


def test_shutting_down_kills_what_runs() -> None:
    pool = Processes(1)
    pid = pool.submit(os.getpid).result(20)
    hung = pool.submit(time.sleep, 60)
    pool.shutdown()
    assert isinstance(hung.exception(5), Lost)
    assert not psutil.pid_exists(pid)
    with pytest.raises(RuntimeError):
        pool.submit(abs, 1)
