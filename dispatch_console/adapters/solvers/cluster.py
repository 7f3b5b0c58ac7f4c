"""Parts of a plan on many machines: a Dask cluster as the executor of the portfolio.

Dask brings scheduler, workers, retries and a dashboard; workers need this program installed in the same version. A
worker that dies loses its part to another one.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from dispatch_console.domain.errors import Unavailable

CONNECT_S = 5


@contextmanager
def open_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor and how many parts it works at once. Errors: Unavailable `cluster.away`, `cluster.missing`."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise Unavailable("cluster.missing", address=address) from error
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Unavailable("cluster.away", address=address, detail=str(error)) from error
    try:
        cores = sum(client.ncores().values())
        if cores == 0:
            raise Unavailable("cluster.away", address=address, detail="it has no workers")
        # the same part with other dice is another call: nothing may be answered from memory
        executor = client.get_executor(pure=False)
        try:
            yield executor, cores
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=CONNECT_S)
