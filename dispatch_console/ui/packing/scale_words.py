"""What the scale says, and what to do where it is no weight."""

from dispatch_console.domain.packing.scale import ScaleState, Weighing
from dispatch_console.language import Words, decimal, mark, tr

_WHY = Words(
    {
        ScaleState.MOVING: mark("The scale is not still yet. Wait, then F4 again."),
        ScaleState.OVERLOAD: mark("Too heavy for this scale. Weigh it elsewhere and type the weight."),
        ScaleState.UNDERLOAD: mark("The pan does not lie right: the scale shows less than it can."),
        ScaleState.NOT_READY: mark("The scale is busy. F4 again in a moment."),
        ScaleState.FAULT: mark("The scale reports a fault: it needs zero, calibration or a technician."),
        ScaleState.UNIT: mark("The scale sends a unit that is not known. Set it to kilograms."),
        ScaleState.SILENT: mark("The scale does not answer. Is it on? F4 again, or type the weight."),
        ScaleState.UNREADABLE: mark("The scale says something that is no weight. Set it to MT-SICS."),
        ScaleState.NOT_ZERO: mark("The empty scale does not show zero. Take everything off and press its zero key."),
        ScaleState.NOT_EMPTIED: mark("Take everything off, wait until the scale shows zero, then put it on again."),
    }
)


def why_not(weighing: Weighing) -> str:
    """Return why nothing was written down, and the way on."""
    return _WHY[weighing.state]


def shown(weighing: Weighing) -> str:
    """Return what the scale shows at this moment, in few words."""
    if weighing.grams is not None:
        return tr("Scale: {weight} kg", weight=decimal(weighing.grams / 1000, 2))
    return tr("Scale: moving") if weighing.state is ScaleState.MOVING else tr("Scale: no weight")
