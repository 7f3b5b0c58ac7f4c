"""A real Vendure: started, filled over its own interfaces as a clerk and customers would, killed and started again."""

import json
from pathlib import Path
from typing import Any

import httpx

from tests.mail_server import free_port
from tests.peers.peer_process import PeerProcess

FOLDER = Path(__file__).resolve().parents[2] / "build" / "peers" / "vendure"
CHANNEL, USER, PASSWORD = "shop-fi", "desk@example.fi", "desk-password"
ERROR = "__typename ... on ErrorResult{errorCode message}"


class VendureShop(PeerProcess):
    """One server process on a free port, with its data in a folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        command = ["node", str(FOLDER / "index.js"), str(self.port), str(folder / "vendure.sqlite")]
        quiet = {"VENDURE_DISABLE_TELEMETRY": "true"}
        super().__init__(command, f"{self.address}/health", folder / "vendure.log", quiet)
        self._token = ""
        self.products: dict[str, str] = {}

    def admin(self, query: str, **variables: Any) -> Any:
        """Do something as the shop's administrator. Returns the first field of the answer."""
        headers = {"vendure-token": CHANNEL} if self.products else {}
        if not self._token:
            sign_in = 'mutation{login(username:"superadmin",password:"superadmin"){__typename}}'
            answer = httpx.post(f"{self.address}/admin-api", json={"query": sign_in}, timeout=60)
            self._token = answer.headers["vendure-auth-token"]
        return self._ask("admin-api", query, variables, {**headers, "authorization": f"Bearer {self._token}"})

    def _ask(self, api: str, query: str, variables: dict[str, Any], headers: dict[str, str]) -> Any:
        body = {"query": query, "variables": variables}
        answer = httpx.post(f"{self.address}/{api}", json=body, headers=headers, timeout=60)
        document = answer.json()
        assert "errors" not in document, json.dumps(document["errors"])[:1000]
        data = next(iter(document["data"].values()))
        assert not (isinstance(data, dict) and data.get("errorCode")), data
        return data

    def order(self, order_id: str) -> Any:
        """Return what the clerk sees of an order."""
        wanted = "id code state fulfillments{state method trackingCode lines{orderLineId quantity}}"
        wanted += " history(options:{take:100}){items{type data}}"
        return self.admin(f"query($id:ID!){{order(id:$id){{{wanted}}}}}", id=order_id)

    def seed(self) -> None:
        """Set up a shop in Finland with one channel, two ways to the customer, two to pay, and an account for us."""
        country = self._made("Country", code="FI", enabled=True, translations=_named("Finland"))
        zone = self._made("Zone", name="Finland", memberIds=[country])
        tax = self._made("TaxCategory", name="Standard", isDefault=True)
        self._made("TaxRate", name="VAT", enabled=True, value=25.5, categoryId=tax, zoneId=zone)
        money = {"defaultCurrencyCode": "EUR", "availableCurrencyCodes": ["EUR"], "pricesIncludeTax": True}
        zones = {"defaultTaxZoneId": zone, "defaultShippingZoneId": zone}
        self.admin(
            f"mutation($i:UpdateChannelInput!){{updateChannel(input:$i){{{ERROR}}}}}", i={"id": "1", **money, **zones}
        )
        channel = self.admin(
            f"mutation($i:CreateChannelInput!){{createChannel(input:$i){{{ERROR} ... on Channel{{id}}}}}}",
            i={"code": CHANNEL, "token": CHANNEL, "defaultLanguageCode": "en", **money, **zones},
        )["id"]
        self.products = {"": ""}
        place = self._made("StockLocation", name="Warehouse")
        for code, name in (("own-van", "Own van"), ("collect", "Collect at the counter")):
            self._ship(code, name)
        automatic = [{"name": "automaticSettle", "value": "true"}]
        self._pay("card", "Card", "dummy-payment-handler", automatic)
        self._pay("cash", "Cash on delivery", "cash-handler", [])
        for sku, name, price in (("OAK-T", "Oak table", 34900), ("PINE-C", "Pine chair", 5900)):
            self._product(sku, name, price, tax, place)
        del self.products[""]
        rights = ["ReadOrder", "UpdateOrder"]
        role = self._made("Role", code="desk", description="desk", permissions=rights, channelIds=[channel])
        person = {"firstName": "Desk", "lastName": "Desk", "emailAddress": USER, "password": PASSWORD}
        self._made("Administrator", **person, roleIds=[role])

    def _made(self, kind: str, **values: Any) -> str:
        made: str = self.admin(f"mutation($i:Create{kind}Input!){{create{kind}(input:$i){{id}}}}", i=values)["id"]
        return made

    def _ship(self, code: str, name: str) -> None:
        least = {"code": "default-shipping-eligibility-checker", "arguments": [{"name": "orderMinimum", "value": "0"}]}
        rate = [("rate", "0"), ("includesTax", "include"), ("taxRate", "25.5")]
        arguments = [{"name": key, "value": value} for key, value in rate]
        self._made(
            "ShippingMethod",
            code=code,
            fulfillmentHandler="manual-fulfillment",
            checker=least,
            calculator={"code": "default-shipping-calculator", "arguments": arguments},
            translations=_named(name, description=""),
        )

    def _pay(self, code: str, name: str, handler: str, arguments: list[dict[str, str]]) -> None:
        way = {"code": handler, "arguments": arguments}
        self._made("PaymentMethod", code=code, enabled=True, handler=way, translations=_named(name, description=""))

    def _product(self, sku: str, name: str, price: int, tax: str, place: str) -> None:
        product = self._made("Product", enabled=True, translations=_named(name, slug=sku.lower(), description=name))
        stock = [{"stockLocationId": place, "stockOnHand": 1000}]
        variant = {
            "productId": product, "sku": sku, "taxCategoryId": tax, "translations": _named(name), "price": price,
            "stockLevels": stock,
        }  # fmt: skip
        made = self.admin(
            "mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id}}", i=[variant]
        )[0]["id"]
        prices = [{"currencyCode": "EUR", "price": price}]
        self.admin(
            "mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id}}",
            i=[{"id": made, "prices": prices}],
        )
        self.products[sku] = made

    def buy(
        self,
        lines: dict[str, int],
        *,
        method: str = "own-van",
        pay: str = "card",
        billing: bool = False,
        own: dict[str, str] | None = None,
    ) -> str:
        """Order as a customer does. Returns the order's id."""
        headers = {"vendure-token": CHANNEL}

        def ask(query: str, **variables: Any) -> Any:
            body = {"query": query, "variables": variables}
            answer = httpx.post(f"{self.address}/shop-api", json=body, headers=headers, timeout=60)
            token = answer.headers.get("vendure-auth-token")
            if token:
                headers["authorization"] = f"Bearer {token}"
            document = answer.json()
            assert "errors" not in document, json.dumps(document["errors"])[:1000]
            data = next(iter(document["data"].values()))
            assert not (isinstance(data, dict) and data.get("errorCode")), data
            return data

        for sku, quantity in lines.items():
            ask(
                f"mutation($v:ID!,$q:Int!){{addItemToOrder(productVariantId:$v,quantity:$q){{{ERROR}}}}}",
                v=self.products[sku],
                q=quantity,
            )
        person = {"firstName": "Aino", "lastName": "Virtanen", "emailAddress": "aino@example.fi"}
        ask(f"mutation($i:CreateCustomerInput!){{setCustomerForOrder(input:$i){{{ERROR}}}}}", i=person)
        door = {"fullName": "Aino Virtanen", "streetLine1": "Hämeentie 12", "city": "Helsinki", "postalCode": "00500",
                "countryCode": "FI", "phoneNumber": "+358401234567"}  # fmt: skip
        ask(f"mutation($i:CreateAddressInput!){{setOrderShippingAddress(input:$i){{{ERROR}}}}}", i=door)
        if billing:
            payer = {**door, "fullName": "Kivi Oy", "streetLine1": "PL 12", "city": "Espoo"}
            ask(f"mutation($i:CreateAddressInput!){{setOrderBillingAddress(input:$i){{{ERROR}}}}}", i=payer)
        if own:
            fields = {"customFields": own}
            ask(f"mutation($i:UpdateOrderInput!){{setOrderCustomFields(input:$i){{{ERROR}}}}}", i=fields)
        ways = {one["code"]: one["id"] for one in ask("{eligibleShippingMethods{id code}}")}
        ask(f"mutation($m:[ID!]!){{setOrderShippingMethod(shippingMethodId:$m){{{ERROR}}}}}", m=[ways[method]])
        ask(f'mutation{{transitionOrderToState(state:"ArrangingPayment"){{{ERROR}}}}}')
        paid = ask(
            f"mutation($i:PaymentInput!){{addPaymentToOrder(input:$i){{{ERROR} ... on Order{{id}}}}}}",
            i={"method": pay, "metadata": {}},
        )
        return str(paid["id"])

    def cancel(self, order_id: str) -> None:
        query = f"mutation($i:CancelOrderInput!){{cancelOrder(input:$i){{{ERROR}}}}}"
        self.admin(query, i={"orderId": order_id, "reason": "changed their mind", "cancelShipping": True})

    def refund(self, order_id: str, sku: str, quantity: int) -> None:
        """Give the money of some pieces back, and settle it."""
        wanted = "payments{id} lines{id productVariant{sku}}"
        known = self.admin(f"query($id:ID!){{order(id:$id){{{wanted}}}}}", id=order_id)
        line = next(one["id"] for one in known["lines"] if one["productVariant"]["sku"] == sku)
        refund = self.admin(
            f"mutation($i:RefundOrderInput!){{refundOrder(input:$i){{{ERROR} ... on Refund{{id}}}}}}",
            i={"paymentId": known["payments"][0]["id"], "lines": [{"orderLineId": line, "quantity": quantity}],
               "shipping": 0, "adjustment": 0, "reason": "one was broken"},
        )["id"]  # fmt: skip
        self.admin(
            f"mutation($i:SettleRefundInput!){{settleRefund(input:$i){{{ERROR}}}}}",
            i={"id": refund, "transactionId": "r"},
        )

    def move(self, order_id: str, street: str) -> None:
        """Send an order to another address."""
        change = f"mutation($id:ID!,$s:String!){{transitionOrderToState(id:$id,state:$s){{{ERROR}}}}}"
        before = self.admin("query($id:ID!){order(id:$id){state}}", id=order_id)["state"]
        self.admin(change, id=order_id, s="Modifying")
        self.admin(
            f"mutation($i:ModifyOrderInput!){{modifyOrder(input:$i){{{ERROR}}}}}",
            i={"dryRun": False, "orderId": order_id, "updateShippingAddress": {"streetLine1": street}},
        )
        self.admin(change, id=order_id, s=before)


def _named(name: str, **others: str) -> list[dict[str, str]]:
    return [{"languageCode": "en", "name": name, **others}]
