"""Which columns name a person or tell of him, and what stands there once he is erased.

Every table with such a column is here; a test asks of each new column of text whether it belongs here.
"""

from collections.abc import Mapping
from typing import Any

from dispatch_console.store.emptying import ERASED
from dispatch_console.store.entities import (
    Address,
    Base,
    CheckMark,
    Customer,
    CustomerLink,
    Finding,
    Handoff,
    HandoffDraft,
    InboxItem,
    IncomingMessage,
    Message,
    OptOut,
    Order,
    Permission,
    PhoneAct,
    PhonePhoto,
    QuarantinedRow,
    Sheet,
    SheetRow,
    SupervisorCall,
    SurveyAnswer,
    WriteBackEntry,
)

# town and country stay: where the house delivered is its own record
PERSONAL: Mapping[type[Base], Mapping[str, Any]] = {
    Customer: {"name": ERASED, "phone": "", "email": "", "language": ""},
    Address: {
        "line1": ERASED, "line2": "", "company": "", "postcode": "", "lat": None, "lon": None, "doubt": "",
        "gate_code": "", "entrance": "", "access_note": "", "safe_place": "",
    },
    Order: {
        "customer_name": ERASED, "phone": "", "email": "", "push_topic": "", "instructions": "", "remarks": [],
        "attributes": {}, "wish": "", "source_change": None, "hold_reason": "", "recipient": None, "search_text": "",
    },
    CheckMark: {"evidence": "", "reason": ""},
    Handoff: {"recipient": "", "note": "", "signature": None, "why_words": "", "place": {}},
    Permission: {"place": "", "said_by": ""},
    PhoneAct: {"said": {}, "facts": {}, "words": ""},
    PhonePhoto: {"picture": None, "withdrawn_for": ""},
    HandoffDraft: {"entered": {}, "signature": None},
    Finding: {"note": "", "photo": None},
    SupervisorCall: {"about": ""},
    Message: {"sent_to": "", "subject": "", "body": ""},
    CustomerLink: {"sent_to": ""},
    IncomingMessage: {"sent_from": "", "sent_to": "", "subject": "", "body": "", "said": ""},
    InboxItem: {"said_by": ERASED, "text": "", "facts": {}, "answer": ""},
    SurveyAnswer: {"text": ""},
    OptOut: {"shown": "", "said": ""},
    QuarantinedRow: {"value": "", "facts": {}},
    WriteBackEntry: {"facts": {}},
    SheetRow: {"crop": None, "written": None},
    Sheet: {"facts": {}, "path": "", "mailed_to": ""},
}  # fmt: skip
# what is emptied in the journal: the same, and by what the person was found
COLUMNS: Mapping[str, tuple[str, ...]] = {
    entity.__tablename__: (*values, "match_key") for entity, values in PERSONAL.items() if entity.journaled
}
