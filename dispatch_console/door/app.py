"""What the door answers to. Whatever it does not know gets 404 and no word more."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dispatch_console.application.desk import Desk
from dispatch_console.door.bell import Bell
from dispatch_console.door.guard import Guard


def build(desk: Desk) -> Starlette:
    """Return the application on a desk."""
    bell = Bell(desk)
    app = Starlette(
        routes=[
            Route("/bell/{source:int}", bell.ring, methods=["POST"]),
            Route("/bell/{source:int}/{word}", bell.ring, methods=["POST"]),
        ],
        exception_handlers={404: _nothing, 405: _nothing},
    )
    app.add_middleware(Guard)
    return app


async def _nothing(_: Request, __: Exception) -> Response:
    return Response(status_code=404)
