"""Fill a Tryton as its office would, in its own environment: seed.py CONFIG DATABASE SALES.

SALES is JSON: for each sale its lines (SKU and count), `upto` (`draft` or `confirm`), and what differs. Prints JSON:
the key of the application, the company, and the ids of the sales.
"""

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

CONFIG, DATABASE, WANTED = sys.argv[1:4]
proteus: Any = import_module("proteus")
proteus.config.set_trytond(DATABASE, user="admin", config_file=CONFIG)
get = proteus.Model.get


def tools(module: str) -> Any:
    """Return what a module brings for setting up a company: there only once the database is chosen."""
    return import_module(f"trytond.modules.{module}.tests.tools")


def party(name: str, street: str, phone: str = "") -> Any:
    made = get("party.party")(name=name)
    while made.addresses:
        made.addresses.pop()
    address = made.addresses.new(street=street, postal_code="00120", city="Helsinki")
    (address.country,) = get("country.country").find([("code", "=", "FI")])
    address.delivery = address.invoice = True
    if phone:
        mechanism = made.contact_mechanisms.new()
        mechanism.type, mechanism.value = "phone", phone
    made.save()
    return made


def found() -> tuple[str, int]:
    """Make company, books, goods in stock and the application's user, once in a database."""
    get("country.country")(code="FI", code3="FIN", name="Finland").save()
    euro = tools("currency").get_currency("EUR")
    euro.numeric_code = "978"
    euro.save()
    company_tools, account = tools("company"), tools("account")
    company_tools.create_company(party=party("Kotivara", "Hakaniemenranta 6"), currency=euro)
    company = company_tools.get_company()
    account.create_chart(company)
    invoice = tools("account_invoice")
    invoice.set_fiscalyear_invoice_sequences(account.create_fiscalyear(company)).click("create_period")
    accounts = account.get_accounts(company)
    tax = account.create_tax(Decimal(".255"))
    tax.save()
    category = get("product.category")(
        name="Goods", accounting=True, account_expense=accounts["expense"], account_revenue=accounts["revenue"]
    )
    category.customer_taxes.append(tax)
    category.save()
    (unit,) = get("product.uom").find([("name", "=", "Unit")])
    (storage,) = get("stock.location").find([("code", "=", "STO")])
    inventory = get("stock.inventory")(location=storage)
    for sku, name, price in (("OAK-T", "Oak table", "119.00"), ("PINE-C", "Pine chair", "59.00")):
        template = get("product.template")(
            name=name,
            default_uom=unit,
            type="goods",
            salable=True,
            list_price=Decimal(price),
            account_category=category,
        )
        template.products[0].suffix_code = sku
        template.save()
        line = inventory.lines.new(product=template.products[0])
        line.quantity, line.expected_quantity = 500.0, 0.0
    inventory.click("confirm")
    invoice.create_payment_term().save()
    user = get("res.user")(login="console", name="Dispatch Console", password="console-Passw0rd!")
    for group in get("res.group").find([("name", "in", ["Sales", "Stock", "Stock Force Assignment"])]):
        user.groups.append(group)
    user.companies.append(get("company.company")(company.id))
    user.company = get("company.company")(company.id)
    user.save()
    application = get("res.user.application")(user=user, application="rest")
    application.save()
    application.state = "validated"
    application.save()
    return application.key, company.id


def sell(wanted: dict[str, Any]) -> int:
    product_of = {one.code: one for one in get("product.product").find([])}
    term = get("account.invoice.payment_term").find([])[0]
    sale = get("sale.sale")()
    sale.party = party(wanted.get("name", "Aino Virtanen"), wanted.get("street", "Bulevardi 7"), "+358401234567")
    sale.payment_term, sale.invoice_method, sale.shipment_method = term, "order", "order"
    sale.shipment_cost_method = sale.carrier = None
    sale.shipping_date = datetime.now(UTC).date()
    sale.comment = wanted.get("comment", "")
    if "to" in wanted:
        sale.shipment_party = party("Osman Yildiz", wanted["to"], "+358407654321")
    for sku, count in wanted["lines"].items():
        line = sale.lines.new()
        line.product, line.quantity = product_of[sku], float(count)
    sale.save()
    if wanted.get("upto", "confirm") == "confirm":
        sale.click("quote")
        sale.click("confirm")
    return int(sale.id)


key, number = ("", tools("company").get_company().id) if get("company.company").find([]) else found()
seeded = {"key": key, "company": number, "sales": [sell(one) for one in json.loads(WANTED)]}
sys.stdout.write("SEEDED " + json.dumps(seeded) + "\n")
