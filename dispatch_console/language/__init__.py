"""The one catalogue of sentences for people, and how a language writes dates, numbers and money.

English stands in the code; a translation is a file beside it (CONTRIBUTING, "Words").
"""

from dispatch_console.language.catalogue import (
    ENGLISH,
    Words,
    available,
    check,
    for_customers,
    mark,
    plural,
    speaking,
    spoken,
    tr,
    use,
)
from dispatch_console.language.formats import (
    day_month,
    decimal,
    language_name,
    listed,
    long_day,
    money,
    short_date,
    signed,
    thousands,
    week_names,
    weekday,
    weekday_month,
    whole_day,
)

__all__ = [
    "ENGLISH",
    "Words",
    "available",
    "check",
    "day_month",
    "decimal",
    "for_customers",
    "language_name",
    "listed",
    "long_day",
    "mark",
    "money",
    "plural",
    "short_date",
    "signed",
    "speaking",
    "spoken",
    "thousands",
    "tr",
    "use",
    "week_names",
    "weekday",
    "weekday_month",
    "whole_day",
]
