"""`customer`: give out, merge or erase the customer of an order."""

import argparse
import json

from dispatch_console.application.customers import customer_view, erasing, giving_out, merging
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import detail
from dispatch_console.cli.answer import Answer
from dispatch_console.domain.errors import Unavailable
from dispatch_console.language import tr
from dispatch_console.settings import Settings
from dispatch_console.station import erased_papers
from dispatch_console.station.program import open_desk


def run(settings: Settings, chosen: argparse.Namespace) -> Answer:
    """Answer the action. Errors: BadInput for an order that nobody knows; those of the operations."""
    with open_desk(settings) as desk:
        customer_id = _customer(desk, chosen.number)
        if chosen.what == "export":
            return _export(desk, customer_id, chosen)
        if chosen.what == "merge":
            other = _customer(desk, chosen.same_as)
            desk.do_now(merging.merge_customers, customer_id, other)
            return Answer({"merged": True}, (tr("they are one customer now"),))
        return _erase(desk, settings, customer_id, sure=chosen.sure)


def _customer(desk: Desk, number: str) -> int:
    return desk.ask_now(customer_view.customer_of, desk.ask_now(detail.id_of, number))


def _export(desk: Desk, customer_id: int, chosen: argparse.Namespace) -> Answer:
    data = desk.ask_now(giving_out.data_of, customer_id)
    try:
        chosen.file.write_text(json.dumps(data, ensure_ascii=False, indent=2, default=str), encoding="utf-8")
    except OSError as error:
        raise Unavailable("file.unwritable", file=str(chosen.file), detail=error.strerror or str(error)) from error
    return Answer({"file": str(chosen.file), "orders": len(data["orders"])}, (str(chosen.file),))


def _erase(desk: Desk, settings: Settings, customer_id: int, *, sure: bool) -> Answer:
    """Say what goes; erase only where that is sure."""
    goes = desk.ask_now(erasing.what_goes, customer_id)
    document = {
        "erased": sure,
        "orders": goes.orders,
        "called_off": list(goes.called_off),
        "on_the_road": list(goes.on_the_road),
        "invoices_kept": goes.invoices,
    }
    if not sure:
        said = tr("nothing is erased yet: {count} orders would lose their names; say it again with --sure",
                  count=goes.orders)  # fmt: skip
        return Answer(document, (said,))
    desk.do_now(erasing.erase_customer, customer_id)
    files = erased_papers.remove(desk, settings)
    return Answer(document | {"files": files}, (tr("erased; backups from before still hold it"),))
