"""What an import says of products that Products say otherwise is listed, once a product; nothing is kept out by it."""

from dataclasses import replace

from dispatch_console.application.desk import Desk
from dispatch_console.application.packing import products
from dispatch_console.application.packing.order_doubts import product_doubts
from dispatch_console.domain.orders.incoming import IncomingLine, IncomingOrder
from tests.builders.received import incoming


def doubts(desk: Desk, *orders: IncomingOrder) -> list[tuple[str, str]]:
    found = desk.ask_now(product_doubts, orders)
    assert not any(problem.blocks for problem in found)
    return [(problem.code, str(problem.facts["sku"])) for problem in found]


def order(*lines: IncomingLine, number: int = 1) -> IncomingOrder:
    return replace(incoming(number), lines=lines)


def test_a_site_without_products_hears_nothing(desk: Desk) -> None:
    assert doubts(desk, order(IncomingLine("MUG", "Mug", 1))) == []


def test_a_case_that_the_shop_takes_for_a_piece_is_listed(desk: Desk) -> None:
    desk.do_now(
        products.keep_product, sku="MUG", name="Mug", barcode="4006381333931", pack_barcodes={"14006381333938": 6}
    )
    for barcode, said in (("14006381333938", [("product.pack_or_piece", "MUG")]), ("4006381333931", []), (None, [])):
        assert doubts(desk, order(IncomingLine("MUG", "Mug", 6, barcode=barcode))) == said
    # the same number with its zero is the same piece
    assert doubts(desk, order(IncomingLine("MUG", "Mug", 6, barcode="04006381333931"))) == []


def test_one_text_of_two_products_is_listed(desk: Desk) -> None:
    desk.do_now(products.keep_product, sku="4711", name="Mug")
    desk.do_now(products.keep_product, sku="LAMP", name="Lamp", barcode="4711")
    assert doubts(desk, order(IncomingLine("4711", "Mug", 1))) == [("product.sku_is_code", "4711")]
    desk.do_now(products.keep_product, sku="VASE", name="Vase")
    assert doubts(desk, order(IncomingLine("VASE", "Vase", 1, barcode="4711"))) == [("product.code_elsewhere", "VASE")]


def test_an_unknown_product_is_listed_once(desk: Desk) -> None:
    desk.do_now(products.keep_product, sku="MUG", name="Mug")
    line = IncomingLine("NEW", "New thing", 1)
    assert doubts(desk, order(line), order(line, number=2)) == [("product.unknown", "NEW")]
    fee = replace(line, sku="FEE", needs_delivery=False)
    assert doubts(desk, order(IncomingLine("MUG", "Mug", 1), fee)) == []
