"""A Postgres of this station's own: found, initialised, started, shared by the programs of one machine, stopped.

`LocalServer(data_dir).open()` is the way in; everything else here serves it.
"""

from dispatch_console.store.local_server.server import LocalServer

__all__ = ["LocalServer"]
