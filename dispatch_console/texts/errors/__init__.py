"""The sentence of each known error, by its code: what happened, what it means, what to do.

Each file holds the errors of one room.
"""

from dispatch_console.language import Words
from dispatch_console.texts.errors.customers import CUSTOMERS
from dispatch_console.texts.errors.orders import ORDERS
from dispatch_console.texts.errors.packing import PACKING
from dispatch_console.texts.errors.papers import PAPERS
from dispatch_console.texts.errors.plans import PLANS
from dispatch_console.texts.errors.road import ROAD
from dispatch_console.texts.errors.settings import SETTINGS
from dispatch_console.texts.errors.sources import SOURCES
from dispatch_console.texts.errors.station import STATION

__all__ = ["SENTENCES"]

SENTENCES = Words(CUSTOMERS | ORDERS | PACKING | PAPERS | PLANS | ROAD | SETTINGS | SOURCES | STATION)
