"""Exports of marketplaces and shops as tables: Amazon, Etsy, eBay, Magento. Every column is named, used or not."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from dispatch_console.adapters.sources.known_table import KnownTable


class AmazonUnshipped(KnownTable):
    """Entry point `amazon-unshipped`: the report of unshipped orders, one row per item, separated by tabs."""

    kind: ClassVar[str] = "amazon-unshipped"
    needed: ClassVar[tuple[str, ...]] = ("order-id", "order-item-id", "quantity-to-ship", "ship-address-1")
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("order-id",), "placed_at": ("purchase-date",), "paid_at": ("payments-date",),
        "email": ("buyer-email",), "payer_name": ("buyer-name",), "name": ("recipient-name",),
        "phone": ("ship-phone-number", "buyer-phone-number"), "sku": ("sku",), "item": ("product-name",),
        "quantity_open": ("quantity-to-ship",), "quantity": ("quantity-purchased",), "method": ("ship-service-level",),
        "line1": ("ship-address-1",), "line2": ("ship-address-2", "ship-address-3"), "city": ("ship-city",),
        "region": ("ship-state",), "postcode": ("ship-postal-code",), "country": ("ship-country",),
        "instructions": ("delivery-instructions",), "currency": ("currency",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "order-item-id", "reporting-date", "days-past-promise", "quantity-shipped", "quantity-purchased", "buyer-name",
        "price-designation", "is-business-order", "is-iba", "verge-of-cancellation", "verge-of-lateShipment",
        "is-sold-by-ab", "is-transparency", "ioss-number", "item-promotion-id", "signature-confirmation-recommended",
    ))  # fmt: skip


class EtsyOrders(KnownTable):
    """Entry point `etsy-orders`: one row per sold order, without its items."""

    kind: ClassVar[str] = "etsy-orders"
    needed: ClassVar[tuple[str, ...]] = ("Sale Date", "Order ID", "Number of Items", "Street 1", "Ship City")
    day_order: ClassVar[str] = "mdy"
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("Order ID",), "placed_at": ("Sale Date",), "name": ("Full Name",), "first_name": ("First Name",),
        "last_name": ("Last Name",), "quantity": ("Number of Items",), "sku": ("SKU",),
        "payment_method": ("Payment Method",), "sent_at": ("Date Shipped",), "line1": ("Street 1",),
        "line2": ("Street 2",), "city": ("Ship City",), "region": ("Ship State",), "postcode": ("Ship Zipcode",),
        "country": ("Ship Country",), "currency": ("Currency",), "total": ("Order Total",), "status": ("Status",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "Buyer User ID", "First Name", "Last Name", "Order Value", "Coupon Code", "Coupon Details", "Discount Amount",
        "Shipping Discount", "Shipping", "Sales Tax", "Card Processing Fees", "Order Net", "Adjusted Order Total",
        "Adjusted Card Processing Fees", "Adjusted Net Order Amount", "Buyer", "Payment Type", "InPerson Discount",
    ))  # fmt: skip


class EtsyItems(KnownTable):
    """Entry point `etsy-items`: one row per sold item."""

    kind: ClassVar[str] = "etsy-items"
    needed: ClassVar[tuple[str, ...]] = ("Sale Date", "Item Name", "Order ID", "Transaction ID", "Ship Address1")
    day_order: ClassVar[str] = "mdy"
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("Order ID",), "placed_at": ("Sale Date",), "item": ("Item Name",), "variant": ("Variations",),
        "sku": ("SKU", "Listing ID"), "quantity": ("Quantity",), "unit_price": ("Price",), "currency": ("Currency",),
        "paid_at": ("Date Paid",), "sent_at": ("Date Shipped",), "name": ("Ship Name",), "line1": ("Ship Address1",),
        "line2": ("Ship Address2",), "city": ("Ship City",), "region": ("Ship State",), "postcode": ("Ship Zipcode",),
        "country": ("Ship Country",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "Buyer", "Coupon Code", "Coupon Details", "Discount Amount", "Shipping Discount", "Order Shipping",
        "Order Sales Tax", "Item Total", "Transaction ID", "Listings Type", "Payment Type", "VAT Paid by Buyer",
        "InPerson Discount", "Listing ID",
    ))  # fmt: skip


class Ebay(KnownTable):
    """Entry point `ebay`: the orders report. A combined order has a row without an item, then one for each."""

    kind: ClassVar[str] = "ebay"
    needed: ClassVar[tuple[str, ...]] = ("Sales Record Number", "Order Number", "Item Title", "Ship To Address 1")
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("Order Number",), "placed_at": ("Sale Date",), "paid_at": ("Paid On Date",),
        "sent_at": ("Shipped On Date",), "email": ("Buyer Email",), "instructions": ("Buyer Note",),
        "payer_name": ("Buyer Name",), "payer_line1": ("Buyer Address 1",), "payer_line2": ("Buyer Address 2",),
        "payer_city": ("Buyer City",), "payer_region": ("Buyer State",), "payer_postcode": ("Buyer Zip",),
        "payer_country": ("Buyer Country",), "name": ("Ship To Name",), "phone": ("Ship To Phone",),
        "line1": ("Ship To Address 1",), "line2": ("Ship To Address 2",), "city": ("Ship To City",),
        "region": ("Ship To State",), "postcode": ("Ship To Zip",), "country": ("Ship To Country",),
        "sku": ("Custom Label", "Item Number"), "item": ("Item Title",), "variant": ("Variation Details",),
        "quantity": ("Quantity",), "unit_price": ("Sold For",), "total": ("Total Price",),
        "payment_method": ("Payment Method",), "method": ("Shipping Service", "Postage Service"),
        "collects": ("Click And Collect",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "Sales Record Number", "Item Number", "Buyer Username", "Buyer Name", "Sold Via Promoted Listings",
        "Shipping And Handling", "Postage And Handling", "Item Location", "Item Zip Code", "Item Postcode",
        "Item Country", "Tax Status", "Seller Collected Tax", "Additional Fee", "Lumber Fee", "Ship By Date",
        "Dispatch By Date", "Post By Date", "Feedback Left", "Feedback Received", "PayPal Transaction ID",
        "Transaction ID", "Global Shipping Program", "Global Shipping Reference ID", "Tracking Number", "VAT Rate",
        "Mattress Recycling Fee", "Battery Recycling Fee", "White Goods Disposal Tax", "Tire Recycling Fee",
        "Electronic Waste Recycling Fee", "Prepaid Wireless Fee", "Road Improvement And Food Delivery Fee",
    ))  # fmt: skip
    no_use_prefixes: ClassVar[tuple[str, ...]] = ("eBay ", "Buyer Tax ", "Buyer Address", "Buyer City", "Buyer State",
                                                  "Buyer Zip", "Buyer Country", "Buyer Postcode")  # fmt: skip


class MagentoGrid(KnownTable):
    """Entry point `magento-grid`: the grid of orders, one row each, with the whole address in one cell."""

    kind: ClassVar[str] = "magento-grid"
    needed: ClassVar[tuple[str, ...]] = ("ID", "Purchase Date", "Ship-to Name", "Shipping Address", "Status")
    columns: ClassVar[Mapping[str, Sequence[str]]] = {
        "number": ("ID",), "placed_at": ("Purchase Date",), "name": ("Ship-to Name",), "payer_name": ("Bill-to Name",),
        "line1": ("Shipping Address",), "payer_line1": ("Billing Address",), "email": ("Customer Email",),
        "total": ("Grand Total (Purchased)", "Grand Total (Base)"), "status": ("Status",),
        "method": ("Shipping Information",), "payment_method": ("Payment Method",), "refunded": ("Total Refunded",),
    }  # fmt: skip
    of_no_use: ClassVar[frozenset[str]] = frozenset((
        "Purchase Point", "Bill-to Name", "Grand Total (Base)", "Billing Address", "Customer Group", "Subtotal",
        "Shipping and Handling", "Customer Name", "Allocated sources", "Braintree Transaction Source",
    ))  # fmt: skip
