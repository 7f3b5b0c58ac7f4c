"""`plan --day D`: solve, check, keep, and publish where asked."""

import argparse
from typing import Any

from sqlalchemy.orm import Session

from dispatch_console import plugins
from dispatch_console.application.orders import queue
from dispatch_console.application.planning import day_problem, keeping, solving
from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.application.routes import day_plan
from dispatch_console.cli.answer import Answer, spelled
from dispatch_console.cli.stopping import asked_to_stop
from dispatch_console.domain.planning.plan_check import Violation
from dispatch_console.domain.planning.problem import Plan
from dispatch_console.domain.planning.unplanned import explain_unplanned
from dispatch_console.language import decimal, tr
from dispatch_console.ports import RouteSolver
from dispatch_console.settings import Settings
from dispatch_console.station import regions
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    solver: RouteSolver = plugins.load("solvers", settings.solver)(settings.cluster, settings.cluster_dir)
    with open_desk(settings) as desk:
        travel = regions.travel_times(desk, settings)
        prepared = desk.ask_now(day_problem.day_problem, chosen.day, travel, chosen.depot, chosen.stability)
        with asked_to_stop() as stopped:
            plan, violations = solving.solve_day(prepared, solver, chosen.seconds, should_stop=stopped)
        desk.do_now(keeping.keep_plan, prepared, plan, publish=chosen.publish)
        document = desk.ask_now(_document, prepared, plan, violations)
    totals = document["totals"]
    lines = [
        tr(
            "{day}: {stops} stops on {routes} routes, {km} km, {unplanned} unplanned",
            day=chosen.day,
            stops=totals["stops"],
            routes=totals["vehicles"],
            km=decimal(totals["distance"] / 1000, 1),
            unplanned=len(document["unplanned"]),
        )
        + (tr(", times are estimates") if plan.estimate else "")
    ]
    for route in document["routes"]:
        lines.append(
            "  "
            + tr(
                "{route} {driver} {stops} stops",
                route=f"{route['route']:<8}",
                driver=f"{route['driver']:<16}",
                stops=len(route["stops"]),
            )
        )
    return Answer(document, tuple(lines))


def _document(session: Session, prepared: DayProblem, plan: Plan, violations: tuple[Violation, ...]) -> dict[str, Any]:
    kept, zone = day_plan.day_plan(session, prepared.day), prepared.local.zone
    routes = []
    for route in kept.routes if kept else []:
        stops = [
            {
                "sequence": stop.sequence,
                "orders": [served.order.number for served in stop.served],
                "lat": stop.address.lat,
                "lon": stop.address.lon,
                "arrive_at": spelled(stop.arrive_at, zone),
                "leave_at": spelled(stop.leave_at, zone),
                "window": {
                    "start": spelled(stop.window_start, zone),
                    "end": spelled(stop.window_end, zone),
                },
                "distance_from_previous": stop.distance_m,
                "driving_from_previous": stop.driving_s,
            }
            for stop in route.stops
        ]
        routes.append(
            {
                "route": route.name,
                "vehicle": route.shift.vehicle.name,
                "driver": route.shift.driver.name,
                "start_at": spelled(route.start_at, zone),
                "finish_at": spelled(route.finish_at, zone),
                "distance": route.distance_m,
                "stops": stops,
            }
        )
    numbers = queue.numbers_of(session, [i for ids in prepared.orders.values() for i in ids])
    unplanned = [
        {
            "order": numbers[order_id],
            "reason": entry.reason,
            "ways_out": [{"what": way.what, "cost_seconds": way.cost_s} for way in entry.ways_out],
        }
        for entry in explain_unplanned(prepared.problem, plan)
        for order_id in prepared.orders[entry.visit]
    ]
    unplanned += [{"order": number, "reason": reason, "ways_out": []} for number, reason in prepared.not_ready]
    kept_routes = kept.routes if kept else []
    return {
        "day": prepared.day.isoformat(),
        "revision": kept.revision if kept else 0,
        "solver": plan.solver,
        "estimate": plan.estimate,
        "totals": {
            "distance": sum(route.distance_m for route in kept_routes),
            "driving": sum(route.driving_s for route in kept_routes),
            "working": sum(int((route.finish_at - route.start_at).total_seconds()) for route in kept_routes),
            "stops": sum(len(route.stops) for route in kept_routes),
            "orders": sum(len(stop.served) for route in kept_routes for stop in route.stops),
            "vehicles": len({route.shift_id for route in kept_routes}),
        },
        "routes": routes,
        "unplanned": unplanned,
        "violations": [
            {"code": v.code, "vehicle": v.vehicle, "visit": v.visit, "amount": v.amount} for v in violations
        ],
    }
