"""Which telephone numbers an SMS may go to."""

import phonenumbers
from phonenumbers import PhoneNumberType

from dispatch_console.domain.errors import BadInput

_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_DEAR = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN)


def mobile(text: str, country: str) -> str:
    """Return a mobile number as E.164. `country`: of numbers without a prefix.

    Errors: BadInput `sms.number` for one that is none, `sms.landline`, `sms.premium`.
    """
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        raise BadInput("sms.number", number=text) from error
    if not phonenumbers.is_valid_number(number):
        raise BadInput("sms.number", number=text)
    kind = phonenumbers.number_type(number)
    if kind in _DEAR:
        raise BadInput("sms.premium", number=text)
    if kind not in _MOBILE:
        raise BadInput("sms.landline", number=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
