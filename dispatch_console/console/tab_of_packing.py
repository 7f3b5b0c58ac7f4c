"""The Packing tab with this station's printers."""

from dispatch_console import texts
from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.tab_of_orders import in_stage
from dispatch_console.domain.errors import BadInput
from dispatch_console.station.scale import BenchScale
from dispatch_console.ui.packing.presenter import KINDS, PackingPresenter


def build(parts: Parts) -> OpenTab:
    printers = parts.printers
    separator = parts.settings.scanner_separator
    packing = PackingPresenter(
        parts.desk, parts.tasks, printers, printers.kit, separator, _scale(parts), parts.choose_photo
    )
    return OpenTab(
        widget=packing.tab,
        first=packing.tab,
        presenters=(packing,),
        kinds=KINDS,
        load=packing.load,
        refresh=packing.refresh,
        badge=in_stage("pack"),
        is_scanned=lambda: True,
        close=packing.close,
    )


def _scale(parts: Parts) -> BenchScale | None:
    """Return the scale of this station; a setting that names none is said, and weights are typed."""
    named = parts.settings.scale
    try:
        return BenchScale(named) if named else None
    except BadInput as error:
        parts.say(texts.explain(error))
        return None
