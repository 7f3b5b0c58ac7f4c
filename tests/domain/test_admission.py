"""What the words of a source mean: is it ours to deliver, and who pays."""

from typing import Any

import pytest

from dispatch_console.domain.orders.admission import ENDINGS, Handover, LeftOut, Payment, Remark, SourceWords, admit


@pytest.mark.parametrize(
    ("method", "handover"),
    [
        ("", Handover.DELIVERY),
        ("Local Delivery", Handover.DELIVERY),
        ("Our van", Handover.DELIVERY),
        ("flat_rate", Handover.DELIVERY),
        ("Pick up in store - Harbor shop", Handover.COLLECTION),
        ("Store pickup", Handover.COLLECTION),
        ("local_pickup:3", Handover.COLLECTION),
        ("Click & Collect", Handover.COLLECTION),
        ("Selbstabholung im Lager", Handover.COLLECTION),
        ("Nouto myymälästä", Handover.COLLECTION),
        ("Retrait en magasin", Handover.COLLECTION),
        ("Odbiór osobisty", Handover.COLLECTION),
        ("pickup", Handover.COLLECTION),
        ("Return pickup", Handover.PICK_UP),
        ("pick up from customer", Handover.PICK_UP),
        # whole words only
        ("Collective transport", Handover.DELIVERY),
    ],
)
def test_the_way_to_the_customer(method: str, handover: Handover) -> None:
    assert admit(SourceWords(method=method), [1]).handover is handover


@pytest.mark.parametrize("method", ["PostNord pickup point", "Pakettiautomaatti", "DHL Packstation", "Parcel locker"])
def test_a_place_of_a_carrier_is_asked_about(method: str) -> None:
    admission = admit(SourceWords(method=method), [1])
    assert (admission.handover, admission.remarks) == (Handover.DELIVERY, (Remark.HANDOVER_UNCLEAR,))


@pytest.mark.parametrize(
    ("state", "left_out", "remark"),
    [
        ("processing", None, None),
        ("pending", None, None),
        ("unfulfilled", None, None),
        ("partial", None, None),
        ("", None, None),
        ("on-hold", None, Remark.HELD_AT_SOURCE),
        ("Payment Review", None, Remark.HELD_AT_SOURCE),
        ("checkout-draft", LeftOut.DRAFT, None),
        ("auto-draft", LeftOut.DRAFT, None),
        ("failed", LeftOut.FAILED, None),
        ("cancelled", LeftOut.CANCELLED, None),
        ("voided", LeftOut.CANCELLED, None),
        ("refunded", LeftOut.REFUNDED, None),
        ("trash", LeftOut.TRASHED, None),
        ("completed", LeftOut.COMPLETED, None),
        ("fulfilled", LeftOut.COMPLETED, None),
        ("moonlit", None, Remark.STATE_UNKNOWN),
    ],
)
def test_the_state_of_an_order(state: str, left_out: LeftOut | None, remark: Remark | None) -> None:
    admission = admit(SourceWords(state=state), [1])
    assert admission.left_out is left_out
    assert admission.remarks == (() if remark is None else (remark,))


def test_an_order_ends_here_when_its_source_ended_it_and_not_when_it_was_completed() -> None:
    assert {LeftOut.CANCELLED, LeftOut.REFUNDED, LeftOut.FAILED, LeftOut.TRASHED} == ENDINGS


@pytest.mark.parametrize(("pieces", "ships"), [([], True), ([0, 0], True), ([1], False)])
def test_what_has_nothing_to_deliver_is_no_work(pieces: list[int], ships: bool) -> None:
    admission = admit(SourceWords(ships=ships), pieces)
    assert (admission.handover, admission.left_out) == (Handover.NONE, LeftOut.NOTHING)


def paying(words: dict[str, Any]) -> tuple[Payment | None, int | None]:
    admission = admit(SourceWords(**words), [1])
    return admission.payment, admission.due


@pytest.mark.parametrize(
    ("words", "payment", "due"),
    [
        ({}, None, None),
        ({"total": 4600}, None, None),
        ({"payment_state": "paid", "total": 4600}, Payment.PAID, None),
        ({"payment_state": "paid", "total": 4600, "outstanding": 0}, Payment.PAID, None),
        # more was ordered after the payment
        ({"payment_state": "paid", "total": 4600, "outstanding": 600}, Payment.UNPAID, None),
        ({"payment_state": "paid", "outstanding": -650}, Payment.CREDIT, None),
        ({"payment_state": "partially_refunded", "total": 4600, "refunded": 1000}, Payment.PAID, None),
        ({"payment_state": "pending", "outstanding": 4600, "terms": "Net 30"}, Payment.TERMS, None),
        ({"payment_state": "paid", "total": 4600, "terms": "Net 30"}, Payment.PAID, None),
        ({"payment_state": "unpaid", "payment_method": "Invoice", "total": 4600}, Payment.TERMS, None),
        ({"payment_state": "paid", "payment_method": "Klarna Invoice", "total": 4600}, Payment.PAID, None),
        ({"payment_state": "pending", "payment_method": "Bank Deposit", "outstanding": 4600}, Payment.UNPAID, None),
        ({"payment_state": "authorized", "payment_method": "Card", "outstanding": 4600}, Payment.UNPAID, None),
        ({"payment_state": "pending", "payment_method": "Cash on Delivery (COD)", "outstanding": 4600},
         Payment.ON_DELIVERY, 4600),
        ({"payment_state": "unpaid", "payment_method": "cod Cash on delivery", "total": 9500, "refunded": 4000},
         Payment.ON_DELIVERY, 5500),
        ({"payment_state": "unpaid", "payment_method": "cod", "total": 4000, "refunded": 4000}, Payment.PAID, None),
        ({"payment_state": "unpaid", "payment_method": "cod", "total": 4000, "refunded": 4500}, Payment.CREDIT, None),
        ({"payment_state": "paid", "payment_method": "cod", "total": 4500}, Payment.PAID, None),
        ({"payment_method": "Nachnahme", "total": 4500}, Payment.ON_DELIVERY, 4500),
        ({"payment_method": "Postiennakko", "total": 4500}, Payment.ON_DELIVERY, 4500),
    ],
)  # fmt: skip
def test_who_pays(words: dict[str, Any], payment: Payment | None, due: int | None) -> None:
    assert paying(words) == (payment, due)


def test_only_what_is_not_paid_is_remarked() -> None:
    unpaid = admit(SourceWords(payment_state="pending", total=100), [1])
    terms = admit(SourceWords(payment_state="pending", total=100, terms="Net 14"), [1])
    assert (unpaid.remarks, terms.remarks) == ((Remark.NOT_PAID,), ())


def test_a_refund_whose_line_nobody_names_asks_a_person() -> None:
    assert admit(SourceWords(refunded=100, refund_named=False), [1]).remarks == (Remark.REFUND_OPEN,)
    assert admit(SourceWords(refunded=100), [1]).remarks == ()
    assert admit(SourceWords(refund_named=False), [1]).remarks == ()
