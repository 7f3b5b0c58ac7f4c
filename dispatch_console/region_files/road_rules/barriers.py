"""What stands on a road at one point: a van passes a gate, and no bollard.

Source: wiki.openstreetmap.org/wiki/Key:barrier; where it names no default, as the car profiles of OSRM and Valhalla.
"""

from collections.abc import Mapping

from dispatch_console.region_files.road_rules.passage import Passage

OPEN, CLOSED = Passage.OPEN, Passage.CLOSED
# what a barrier lets pass of which no key of access speaks
DEFAULTS: Mapping[str, Passage] = {
    "gate": OPEN,
    "lift_gate": OPEN,
    "swing_gate": OPEN,
    "sliding_gate": OPEN,
    "hampshire_gate": OPEN,
    "bump_gate": OPEN,
    "cattle_grid": OPEN,
    "toll_booth": OPEN,
    "border_control": OPEN,
    "checkpoint": OPEN,
    "sally_port": OPEN,
    "entrance": OPEN,
    "arch": OPEN,
    "coupure": OPEN,
    "kerb": OPEN,
    "height_restrictor": OPEN,
    "width_restrictor": OPEN,
    "no": OPEN,
    "bollard": CLOSED,
    "block": CLOSED,
    "jersey_barrier": CLOSED,
    "cycle_barrier": CLOSED,
    "motorcycle_barrier": CLOSED,
    "bus_trap": CLOSED,
    "sump_buster": CLOSED,
    "chain": CLOSED,
    "rope": CLOSED,
    "planter": CLOSED,
    "log": CLOSED,
    "debris": CLOSED,
    "spikes": CLOSED,
    "wedge": CLOSED,
    "stile": CLOSED,
    "kissing_gate": CLOSED,
    "wicket_gate": CLOSED,
    "turnstile": CLOSED,
    "full-height_turnstile": CLOSED,
    "horse_stile": CLOSED,
    "swing_barrier": CLOSED,
    "sliding_beam": CLOSED,
    "fence": CLOSED,
    "wall": CLOSED,
    "hedge": CLOSED,
    "ditch": CLOSED,
    "guard_rail": CLOSED,
    "retaining_wall": CLOSED,
    "yes": CLOSED,
}
# kinds whose opening takes a driver time
OPENED_BY_HAND = frozenset(("gate", "swing_gate", "sliding_gate", "hampshire_gate", "lift_gate"))


def default(tags: Mapping[str, str]) -> Passage:
    """Return what a node lets pass where no key of access speaks: nothing of a kind that is not known."""
    if tags.get("locked") == "yes":
        return CLOSED
    return DEFAULTS.get(tags["barrier"], CLOSED) if "barrier" in tags else OPEN
