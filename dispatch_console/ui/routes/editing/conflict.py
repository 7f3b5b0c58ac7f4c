"""A change that came second: both versions are shown, and mine can be carried again over what stands now."""

from collections.abc import Mapping, Sequence

from dispatch_console.application.planning.day_problem import DayProblem
from dispatch_console.domain.errors import Conflict
from dispatch_console.domain.planning import versions
from dispatch_console.language import plural, tr
from dispatch_console.ui.routes.editing.conflict_card import ConflictCard, RouteVersions, VersionRow
from dispatch_console.ui.routes.editing.preview import Names

Sequences = Mapping[str, Sequence[str]]


def show_conflict(
    card: ConflictCard, error: Conflict, mine: Sequences, before: Sequences, now: DayProblem, names: Names, *, can: bool
) -> None:
    """Show both versions of a change that came second.

    `mine` are the departures that were to be driven otherwise, `before` how they were when I began.

    `now` is the day as it stands.
    """
    by, station, at = (str(error.facts.get(fact, "")) for fact in ("by", "station", "at"))
    theirs = now.standing.sequences
    routes = []
    for key, wanted in mine.items():
        was = list(before.get(key, ()))
        lines = [versions.version(was, list(wanted)), versions.version(was, list(theirs.get(key, ())))]
        # of the version before everybody what either of the two shows
        seen = {line.visit for version in lines for line in version}
        first = tuple(versions.VersionLine(at, visit) for at, visit in enumerate(was, 1) if visit in seen)
        van = now.problem.vehicle.get(key)
        title = f"{van.route} {now.local.clock(van.start_s)}" if van else key
        routes.append(RouteVersions(title, *(_rows(version, names) for version in (first, *lines))))
    title = (
        tr("{who} at {station} was first, at {at}.", who=by, station=station, at=at)
        if by
        else tr("An order of this route was cancelled, loaded or handed over meanwhile.")
    )
    theirs_words = tr("{name}'s", name=by.split()[0]) if by else tr("as it is now")
    under = tr("Your change was not made. Enter carries it over what stands now and shows what it would do.")
    if not can:
        under = tr("Nothing is left of your change that could be made now.")
    card.show_versions(title, under, theirs_words, routes, can=can)


def _rows(version: Sequence[versions.VersionLine], names: Names) -> tuple[VersionRow, ...]:
    if not version:
        return (VersionRow("", tr("no stops")),)
    return tuple(
        VersionRow(str(line.position), names.of(line.visit), line.changed)
        if line.visit
        else VersionRow("", tr("{stops} as before", stops=plural("{count} stop", "{count} stops", line.position)))
        for line in version
    )
