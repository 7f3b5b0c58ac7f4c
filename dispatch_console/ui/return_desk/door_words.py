"""Say how long stops took at the door, beside the plan."""

from dispatch_console.domain.planning.service_times import LEAST_STOPS, Learnt, ServiceTimes
from dispatch_console.language import tr


def said(found: tuple[ServiceTimes, Learnt] | None) -> str:
    """Return the times that are planned with, those that stops took, and whether these would be better to plan with."""
    if found is None:
        return tr(
            "No stop of the last four weeks tells how long it took: that needs an arrival that was noted, within the "
            "promised time, and a delivery."
        )
    present, learnt = found
    parts = [
        tr(
            "Planned {planned}, took {took}: the middle one of {count} stops of the last four weeks.",
            planned=_time(learnt.planned_s),
            took=_time(learnt.took_s),
            count=learnt.stops,
        )
    ]
    if learnt.stops < LEAST_STOPS:
        parts.append(tr("From {least} stops on it is said which times fit better.", least=LEAST_STOPS))
    elif not learnt.is_better:
        parts.append(
            tr("The times that are planned with fit: a stop typically differs by {error}.", error=_time(learnt.error_s))
        )
    else:
        parts.append(
            tr(
                "These fit better: {found} per address (now {now}), {found_order} per order (now {now_order}), "
                "{found_parcel} per parcel (now {now_parcel}). A stop then typically differs by {error} instead of "
                "{was_error}.",
                found=_time(learnt.times.setup_s),
                now=_time(present.setup_s),
                found_order=_time(learnt.times.per_order_s),
                now_order=_time(present.per_order_s),
                found_parcel=_time(learnt.times.per_parcel_s),
                now_parcel=_time(present.per_parcel_s),
                error=_time(learnt.error_s),
                was_error=_time(learnt.was_error_s),
            )
        )
    return " ".join(parts)


def _time(seconds: float) -> str:
    """Return `3:20 min`."""
    whole = round(seconds)
    return tr("{minutes}:{seconds} min", minutes=whole // 60, seconds=f"{whole % 60:02d}")
