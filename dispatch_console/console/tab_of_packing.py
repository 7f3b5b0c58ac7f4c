"""The Packing tab with this station's printers."""

from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.tab_of_orders import in_stage
from dispatch_console.ui.packing.presenter import KINDS, PackingPresenter


def build(parts: Parts) -> OpenTab:
    printers = parts.printers
    separator = parts.settings.scanner_separator
    packing = PackingPresenter(parts.desk, parts.tasks, printers.labels, printers.slip, printers.again, separator)
    return OpenTab(
        widget=packing.tab,
        first=packing.tab,
        presenters=(packing,),
        kinds=KINDS,
        load=packing.load,
        refresh=packing.refresh,
        badge=in_stage("pack"),
        is_scanned=lambda: True,
    )
