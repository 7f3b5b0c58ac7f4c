"""Which window of its station a console is: two windows on one data directory are two benches, not one."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from dispatch_console.language import tr
from dispatch_console.settings import Settings

MOST_WINDOWS = 20


@contextmanager
def station_of_window(settings: Settings) -> Iterator[str]:
    """Yield the station's name; of a second window `Station 1, window 2`. The number is free again once it is closed,
    and when its process dies.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    for number in range(1, MOST_WINDOWS + 1):
        lock = FileLock(settings.data_dir / f"window-{number}.lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        try:
            name = settings.station
            yield name if number == 1 else tr("{station}, window {number}", station=name, number=number)
        finally:
            lock.release()
        return
    yield settings.station
