"""Child processes as a `concurrent.futures.Executor`: a crash or a hang of one is an error of its call, never ours."""

import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Lost(RuntimeError):
    """The process died or did not answer in time."""


class Processes(Executor):
    """`count` processes, started when they are first needed and killed at shutdown. Calls and answers are pickled.

    A call that takes longer than `patience` seconds is given up and its process killed.
    """

    def __init__(self, count: int, patience: float = 600.0) -> None:
        self.patience = patience
        self._calls: queue.SimpleQueue[tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]] | None]
        self._calls = queue.SimpleQueue()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the call in a process. Errors (of the future): what the call raised, or Lost."""
        if self._ended.is_set():
            raise RuntimeError("the processes were shut down")
        future: Future[T] = Future()
        self._calls.put((future, fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Kill what runs; with `wait` until it is gone."""
        self._ended.set()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _serve(self) -> None:
        child: _Child | None = None
        while not self._ended.is_set():
            entry = self._calls.get()
            if entry is None:
                break
            future, call, args, kwargs = entry
            if not future.set_running_or_notify_cancel():
                continue
            child = child if child and child.alive else _Child()
            try:
                future.set_result(child.ask((call, args, kwargs), self.patience, self._ended))
            except Exception as error:
                future.set_exception(error)
        if child:
            child.kill()


class _Child:
    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_answer, args=(other,), daemon=True)
        self._process.start()
        other.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, call: object, patience: float, ended: threading.Event) -> Any:
        until = time.monotonic() + patience
        try:
            self._pipe.send(call)
            while not self._pipe.poll(0.05):
                if ended.is_set() or time.monotonic() > until:
                    self.kill()
                    raise Lost("ended" if ended.is_set() else "no answer in time")
            worked, answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.kill()
            raise Lost("the process died") from error
        if not worked:
            raise answer
        return answer

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _answer(pipe: Connection) -> None:
    """Answer one call after the other in the child, until the other end is gone.

    Ctrl-C reaches every process of a terminal; what it ends is said by the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            call, args, kwargs = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, call(*args, **kwargs))
        except Exception as error:
            answer = (False, error)
        pipe.send(answer)
