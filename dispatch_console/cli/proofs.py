"""`proof` and `dispute`: what proves a delivery, as files."""

import argparse

from dispatch_console.application.orders import detail
from dispatch_console.application.road.finished import orders_of_day
from dispatch_console.cli.answer import Answer
from dispatch_console.settings import Settings
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Write the files. Errors: those of `detail.id_of` and of what is written."""
    # reportlab and its fonts are needed by no other command
    from dispatch_console.station import disputes, printing

    folder = chosen.out or settings.papers_dir
    with open_desk(settings) as desk:
        if chosen.command == "dispute":
            files = [disputes.write_dispute(desk, settings, desk.ask_now(detail.id_of, chosen.number), folder)]
        else:
            orders = [desk.ask_now(detail.id_of, number) for number in chosen.numbers]
            if chosen.day is not None:
                orders = list(desk.ask_now(orders_of_day, chosen.day))
            if chosen.zip:
                files = [printing.zip_proofs(desk, settings, orders, folder)]
            elif chosen.one or chosen.day is not None:
                files = [printing.print_proofs(desk, settings, orders, folder)]
            else:
                files = [printing.print_proof(desk, settings, order, folder) for order in orders]
    return Answer({"files": [str(file) for file in files]}, tuple(str(file) for file in files))
