"""What the door answers to. Whatever it does not know gets 404 and no word more."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dispatch_console.application.desk import Desk
from dispatch_console.door.bell import Bell
from dispatch_console.door.customer_pages import CustomerPages
from dispatch_console.door.driver_files import files
from dispatch_console.door.driver_pages import DriverPages
from dispatch_console.door.guard import Guard
from dispatch_console.door.sms_hooks import SmsHooks
from dispatch_console.ports import TravelTimes
from dispatch_console.settings import Settings
from dispatch_console.station.letterhead import sender_of


def build(desk: Desk, settings: Settings, travel: Callable[[], TravelTimes] | None = None) -> Starlette:
    """Return the application on a desk. `settings`: who delivers; `travel` as `CustomerPages` has it."""
    bell, sms = Bell(desk), SmsHooks(desk, settings)
    pages = CustomerPages(desk, sender_of(settings), travel, settings.push_server)
    driver = DriverPages(desk, sender_of(settings))
    app = Starlette(
        routes=[
            Route("/bell/{source:int}", bell.ring, methods=["POST"]),
            Route("/bell/{source:int}/{word}", bell.ring, methods=["POST"]),
            Route("/sms/in", sms.incoming, methods=["POST"]),
            Route("/sms/status", sms.status, methods=["POST"]),
            Route("/d/sw.js", driver.worker),
            *(Route(f"/d/{name}", driver.file) for name in files()),
            Route("/d/{token}", driver.page),
            Route("/d/{token}/take", driver.take, methods=["POST"]),
            Route("/d/{token}/route", driver.route),
            Route("/d/{token}/hello", driver.hello, methods=["POST"]),
            Route("/d/{token}/acts", driver.acts, methods=["POST"]),
            Route("/d/{token}/pin", driver.pin, methods=["POST"]),
            Route("/d/{token}/photo/{photo}", driver.photo, methods=["POST"]),
            Route("/c/{token}", pages.main),
            Route("/c/{token}/slot", pages.slot),
            Route("/c/{token}/slot", pages.choose, methods=["POST"]),
            Route("/c/{token}/safe", pages.safe),
            Route("/c/{token}/safe", pages.allow, methods=["POST"]),
            Route("/c/{token}/survey", pages.survey, methods=["POST"]),
            Route("/c/{token}/wrong", pages.wrong),
            Route("/c/{token}/wrong", pages.complain, methods=["POST"]),
            Route("/c/{token}/push", pages.push),
            Route("/c/{token}/push", pages.push_now, methods=["POST"]),
            Route("/c/{token}/stop", pages.stop),
            Route("/c/{token}/stop", pages.stop_now, methods=["POST"]),
            Route("/c/{token}/signature.png", pages.signature),
            Route("/c/{token}/photo/{number:int}.jpg", pages.photo),
        ],
        exception_handlers={404: _nothing, 405: _nothing},
    )
    app.add_middleware(Guard)
    return app


async def _nothing(_: Request, __: Exception) -> Response:
    return Response(status_code=404)
