"""Who we are on papers and in messages. Light: a console that prints nothing loads no printing."""

from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.papers.facts import Seller, Sender
from dispatch_console.settings import Settings


def sender_of(settings: Settings) -> Sender:
    """Return name, address and telephone of the warehouse."""
    return Sender(settings.sender_name, settings.sender_address, settings.sender_phone)


def seller_of(settings: Settings) -> Seller:
    """Return who sends invoices. Errors: BadInput `settings.vat` for a rate that is none."""
    text = settings.vat_rate.strip().removesuffix("%").strip().replace(",", ".")
    try:
        rate = round(float(text) * 10) if text else None
    except ValueError as error:
        raise BadInput("settings.vat", value=settings.vat_rate) from error
    return Seller(
        name=settings.seller_name or settings.sender_name,
        address=settings.sender_address,
        phone=settings.sender_phone,
        iban=settings.seller_iban,
        bic=settings.seller_bic,
        business_id=settings.seller_business_id,
        vat_id=settings.seller_vat_id,
        country=settings.country,
        terms_days=settings.invoice_days,
        vat_permille=rate,
    )
