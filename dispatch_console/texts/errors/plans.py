"""Sentences of errors of regions, plans and routes."""

from dispatch_console.language import mark

PLANS = {
    "manifest.not_published": mark("The plan of {day} is not published. Publish it first (plan --publish)."),
    "matrix.unreadable": mark("{file} is not a JSON list of [lat, lon]."),
    "plan.changed_meanwhile": mark(
        "{by} at {station} changed the plan at {at} while this one was made. Nothing was written; plan again from "
        "what stands now."
    ),
    "plan.locked_meanwhile": mark(
        "A van was locked, or a change was taken back, while this plan was made. Nothing was written; plan again "
        "from what stands now."
    ),
    "plan.empty": mark("The plan of {day} has no stops to publish."),
    "plan.no_road": mark(
        "No road that is open to departure {departure} leads to {orders}. Take it off the route, give it to a "
        "smaller van or another departure, or correct its pin."
    ),
    "plan.no_depot": mark("There is no depot {depot} yet. Set one up first: Settings, Depots."),
    "plan.none": mark("There is no plan for {day}."),
    "plan.too_many": mark("The plan has {count} {what}; the search knows {most} at most."),
    "plan.too_many_skills": mark("{count} different skills and bound vans are more than the planner holds ({most})."),
    "plan.changed": mark(
        "{by} at {station} changed route {route} at {at}. It is shown as it stands now; "
        "do it again if it is still wanted."
    ),
    "plan.changed_otherwise": mark(
        "Route {route} is not what it was: one of its orders was cancelled, loaded or handed over meanwhile. It is "
        "shown as it stands now; do it again if it is still wanted."
    ),
    "publish.changed": mark(
        "The plan or a promise changed while you looked. Nothing was published; look again at what it would do."
    ),
    "redo.nothing": mark("There is nothing to do again."),
    "region.broken": mark("{file} cannot be read to its end: {reason}. The map that was there stays in use."),
    "region.disk": mark("The region could not be written to {folder}: {detail}. What was there stays in use."),
    "region.no_depot": mark("There is no depot yet around which the extract could be cut. Set one up first."),
    "region.missing": mark("There is no file {file}."),
    "region.not_osm": mark("{file} is not an OpenStreetMap extract. A file that ends in .osm.pbf is wanted."),
    "region.name": mark("“{name}” cannot be the name of a region."),
    "region.none": mark("No region is installed. Import one: region import FILE.osm.pbf"),
    "region.outside": mark("No road of the region is near {place}."),
    "region.not_connected": mark(
        "{place} is not connected: every road within 400 m is closed to this van, leads nowhere, or lies beyond "
        "water or a railway."
    ),
    "region.unknown": mark("There is no region {name}."),
    "region.nothing": mark("{file} holds nothing that can be drawn on a map."),
    "road.silent": mark(
        "Van {van} is not heard since {at}: it may have been at some of these doors. Ring the driver; agree "
        "once more to change its route all the same."
    ),
    "roads.away": mark("The road server {server} does not answer as it should: {detail}."),
    "route.draft": mark("Route {route} is a draft. Publish it first."),
    "route.left": mark("Route {route} has left; {by} released it at {at}."),
    "route.goods_open": mark(
        "{van} has not brought back {count} things of its earlier departure: {goods}. Scan them in at the return "
        "desk first."
    ),
    "route.not_back": mark("{van} is still out with {route}: stop {stop} is not done. It cannot leave again yet."),
    "route.unknown": mark("There is no such route."),
    "route.closed": mark("Route {route} is locked or being loaded. Unlock it first, or choose another one."),
    "solve.broken": mark(
        "The plan found breaks {count} constraints, first {first} on {vehicle}. Please report the file."
    ),
    "solve.file": mark("{file} is not a {kind} problem that can be read: {detail}."),
    "solve.missing": mark(
        "The route search is not compiled, and PyVRP does not know all of this day. Run `make setup`."
    ),
    "solve.unknown": mark("The problem asks for {what}, which this optimiser does not know."),
    "stop.none": mark("This order stands on no route."),
    "undo.left": mark("This cannot be undone any more: a van of it has left, or is not on duty."),
    "undo.nothing": mark("There is nothing to undo."),
    "variant.unknown": mark("No plan called {name} is kept for {day}."),
}
