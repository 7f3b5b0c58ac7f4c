"""A shop rings when something happened to an order (a webhook). It is a hint to read, and no more."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import BadInput, DispatchError, Refused
from dispatch_console.ports import Ring
from dispatch_console.station import live_sources

log = logging.getLogger(__name__)


class Bell:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def ring(self, request: Request) -> Response:
        """Answer 200 where the ring was written down, 401 without its signature, 404 where nobody rings, and 503 where
        the shop may ring again later.
        """
        source = int(request.path_params["source"])
        rung = Ring(dict(request.headers), await request.body(), request.path_params.get("word", ""))
        try:
            await run_in_threadpool(live_sources.ring, self._desk, source, rung)
        except Refused:
            return Response(status_code=401)
        except BadInput as error:
            return Response(status_code=404 if error.code == "source.unknown" else 400)
        except DispatchError as error:
            # without its secret or the database a ring cannot be told from a false one
            log.warning("the bell of source %s: %s", source, error.code)
            return Response(status_code=503)
        return Response(status_code=200)
