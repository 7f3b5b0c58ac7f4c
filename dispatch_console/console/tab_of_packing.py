"""The Packing tab with this station's printers."""

from dispatch_console.console.parts import OpenTab, Parts
from dispatch_console.console.tab_of_orders import in_stage
from dispatch_console.ui.packing.presenter import KINDS, PackingPresenter


def build(parts: Parts) -> OpenTab:
    printers = parts.printers
    packing = PackingPresenter(parts.desk, parts.tasks, printers.labels, printers.slip, printers.again)
    return OpenTab(
        packing.tab,
        packing.tab,
        (packing,),
        KINDS,
        packing.load,
        packing.refresh,
        in_stage("pack"),
        is_scanned=lambda: True,
    )
