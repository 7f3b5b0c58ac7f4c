"""Labels on a label printer: each print is known apart, and what is not known of one is said."""

from dataclasses import replace

import pytest

from dispatch_console.application.desk import Desk
from dispatch_console.application.intake import source_change
from dispatch_console.application.papers import label_facts, label_truth, ledger
from dispatch_console.application.papers.label_truth import SUPERSEDED, OldLabel
from dispatch_console.application.promises import promising
from dispatch_console.application.road import load_out
from dispatch_console.application.road.load_out import LoadResult
from dispatch_console.domain.errors import Refused, Unavailable
from dispatch_console.domain.papers import codes
from dispatch_console.domain.papers.codes import Code
from dispatch_console.domain.papers.label_printer import Delivery
from dispatch_console.domain.values import TimeWindow
from dispatch_console.settings import Settings
from dispatch_console.station import label_printing
from dispatch_console.station.letterhead import sender_of
from dispatch_console.store.entities import Parcel, Route, Sheet
from tests.builders import zpl
from tests.builders.days import PROMISE, plan_day, ready_orders
from tests.builders.papers import read
from tests.builders.sample_orders import get
from tests.builders.source_changes import ELSEWHERE, change_at_the_source
from tests.label_printer import PAPER_OUT, READY, printing


def at(settings: Settings, first: str, second: str = "") -> Settings:
    """Return the settings of a station with label printers."""
    return replace(settings, label_printer=f"zpl:{first}", label_printer_second=f"zpl:{second}" if second else "")


def code_of(desk: Desk, number: str) -> Code:
    return desk.ask_now(lambda session: session.get_one(Parcel, get(desk, number).parcels[0].id).code)


def old(desk: Desk, code: Code) -> OldLabel | None:
    return desk.ask_now(label_truth.scanned_label, code).old


def deliveries(desk: Desk) -> list[str]:
    return desk.ask_now(
        lambda session: [sheet.delivery for sheet in session.query(Sheet).filter_by(kind_of="label").order_by(Sheet.id)]
    )


def test_each_print_has_a_code_of_its_own_and_the_one_before_alarms(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    with printing(READY) as printer:
        label_printing.print_labels(desk, at(settings, printer.where), order.id, settings.papers_dir)
        first = code_of(desk, "1002")
        assert old(desk, first) is None
        label_printing.print_again(desk, at(settings, printer.where), order.id, settings.papers_dir)
        second = code_of(desk, "1002")
    labels = zpl.labels(printer.printed)
    assert [{text for text, _ in read(label.picture)} for label in labels] == [{str(first)}, {str(second)}]
    assert first.spaced == second.spaced and str(first) != str(second)
    assert old(desk, second) is None
    stale = old(desk, first)
    assert stale is not None and (stale.reason, stale.changed, stale.station) == (SUPERSEDED, "", desk.actor.station)
    # a number that is typed off the manifest says nothing of the label
    typed = codes.parse_typed(codes.CodeKind.PARCEL, first.spaced)
    assert typed is not None and old(desk, typed) is None
    assert deliveries(desk) == ["printed", "printed"]


def test_a_van_takes_no_parcel_with_an_old_label(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    route = desk.ask_now(lambda session: session.query(Route).one().id)
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    first = code_of(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    scan = desk.do_now(load_out.load_parcel, route, str(first))
    assert scan.result is LoadResult.OLD_LABEL and get(desk, "1002").dispatch == "on_manifest"
    assert desk.do_now(load_out.load_parcel, route, str(code_of(desk, "1002"))).result is LoadResult.LOADED


def test_a_label_with_the_old_address_is_not_loaded_and_says_what_changed(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    first = code_of(desk, "1002")
    change_at_the_source(desk, "1002", address=ELSEWHERE)
    desk.do_now(source_change.take_change, order.id)
    assert old(desk, first) == OldLabel("address_changed")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    stale = old(desk, first)
    assert stale is not None and (stale.reason, stale.changed) == (SUPERSEDED, "address_changed")


def test_a_label_with_an_old_stop_is_loaded_and_it_is_said(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    plan_day(desk)
    route = desk.ask_now(lambda session: session.query(Route).one().id)
    order = get(desk, "1002")
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    desk.do_now(promising.confirm, order.id, TimeWindow(PROMISE.start, PROMISE.end.replace(minute=45)))
    scan = desk.do_now(load_out.load_parcel, route, str(code_of(desk, "1002")))
    assert scan.result is LoadResult.LOADED and scan.label == OldLabel("promise_changed")


def test_a_printer_without_paper_makes_no_label_and_leaves_the_last_one_true(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    with printing(READY) as printer:
        label_printing.print_labels(desk, at(settings, printer.where), order.id, settings.papers_dir)
    first = code_of(desk, "1002")
    with printing(PAPER_OUT) as empty, pytest.raises(Refused, match=r"printer\.paper_out"):
        label_printing.print_again(desk, at(settings, empty.where), order.id, settings.papers_dir)
    assert empty.printed == b"" and code_of(desk, "1002") == first and old(desk, first) is None
    with pytest.raises(Unavailable, match=r"printer\.away"):
        label_printing.print_again(desk, at(settings, empty.where), order.id, settings.papers_dir)
    assert code_of(desk, "1002") == first


def test_a_label_that_no_printer_confirmed_is_asked_about_before_the_next(desk: Desk, settings: Settings) -> None:
    """It may come out once there is paper, beside the one of the second printer."""
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    assert not desk.ask_now(ledger.is_label_doubtful, order.id)
    with printing(None) as mute, printing(READY) as second:
        here = at(settings, mute.where, second.where)
        printed = label_printing.print_labels(desk, here, order.id, settings.papers_dir)
        assert printed.sent is not None and not printed.is_printed
        assert desk.ask_now(ledger.is_label_doubtful, order.id)
        assert second.printed == b""
        other = label_printing.print_again(desk, here, order.id, settings.papers_dir, second=True)
        assert other.is_printed and not desk.ask_now(ledger.is_label_doubtful, order.id)
        late, new = (read(zpl.labels(one.printed)[0].picture) for one in (mute, second))
    for code, known in ((late, SUPERSEDED), (new, None)):
        (text,) = {text for text, _ in code}
        read_code = codes.parse(text)
        assert read_code is not None
        stale = old(desk, read_code)
        assert (stale.reason if stale else None) == known
    assert deliveries(desk) == ["unsure", "printed"]


def test_a_label_of_a_program_that_ended_in_between_may_be_printed(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    facts = desk.ask_now(label_facts.label_facts, order.id, sender_of(settings))
    desk.do_now(ledger.file_labels, order.id, facts, "label.pdf", "zpl:printer")
    assert deliveries(desk) == [Delivery.SENDING] and desk.ask_now(ledger.is_label_doubtful, order.id)


def test_two_stations_that_print_at_a_moment_do_not_share_a_code(desk: Desk, settings: Settings) -> None:
    ready_orders(desk, ("1002",))
    order = get(desk, "1002")
    facts = desk.ask_now(label_facts.label_facts, order.id, sender_of(settings))
    label_printing.print_labels(desk, settings, order.id, settings.papers_dir)
    with pytest.raises(Refused, match=r"label\.printed_meanwhile"):
        desk.do_now(ledger.file_labels, order.id, facts, "label.pdf")


def test_a_label_of_a_parcel_that_is_no_more_is_void(desk: Desk) -> None:
    label = desk.ask_now(label_truth.scanned_label, Code(codes.CodeKind.PARCEL, 999_999))
    assert (label.order_id, label.old) == (None, None)
