"""Parts of a plan on many machines: a Dask cluster as the executor of the portfolio.

Dask brings scheduler, workers, retries and a dashboard; workers need this program installed in the same version. A
worker that dies loses its part to another one.

Parts and answers are pickles, which run what they hold: they are exchanged with nobody but who has a certificate of the
site's own authority.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from dispatch_console.domain.errors import Unavailable
from dispatch_console.language import tr

CONNECT_S = 5
SAFE = "tls://"
# in the folder of the cluster's certificates
AUTHORITY, CERTIFICATE, KEY = "ca.pem", "cert.pem", "key.pem"


def require_safe(address: str, certificates: Path) -> None:
    """Require a cluster in which nobody else can take part. Errors: Unavailable `cluster.insecure`."""
    missing = [name for name in (AUTHORITY, CERTIFICATE, KEY) if not (certificates / name).is_file()]
    if not address.startswith(SAFE) or missing:
        raise Unavailable("cluster.insecure", address=address, folder=str(certificates))


@contextmanager
def open_cluster(address: str, certificates: Path) -> Iterator[tuple[Executor, int]]:
    """Return the executor and how many parts it works on at once. `certificates`: folder with ca.pem, cert.pem and
    key.pem.

    Errors: Unavailable `cluster.away`, `cluster.missing`, `cluster.insecure`.
    """
    require_safe(address, certificates)
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise Unavailable("cluster.missing", address=address) from error
    try:
        security = distributed.Security(
            require_encryption=True,
            tls_ca_file=str(certificates / AUTHORITY),
            tls_client_cert=str(certificates / CERTIFICATE),
            tls_client_key=str(certificates / KEY),
        )
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False, security=security)
    except (OSError, ValueError) as error:
        raise Unavailable("cluster.away", address=address, detail=str(error)) from error
    try:
        cores = sum(client.ncores().values())
        if cores == 0:
            raise Unavailable("cluster.away", address=address, detail=tr("it has no workers"))
        # the same part with other dice is another call: nothing may be answered from memory
        executor = client.get_executor(pure=False)
        try:
            yield executor, cores
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close(timeout=CONNECT_S)
