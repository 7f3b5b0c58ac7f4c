"""The pages of the Settings tab in their order: key, title, icon. Known before the tab is built."""

from dispatch_console.language import mark

RECORD_PAGES = (
    ("depots", mark("Depots"), "warehouse"),
    ("zones", mark("Zones"), "map-pin"),
    ("slots", mark("Slots"), "calendar-range"),
    ("days", mark("Closed days"), "calendar"),
    ("regulars", mark("Regulars"), "refresh-cw"),
    ("vans", mark("Vans"), "truck"),
    ("drivers", mark("Drivers"), "id-card"),
    ("shifts", mark("Shifts"), "calendar-clock"),
    ("checklist", mark("Checklist"), "list-checks"),
    ("boxes", mark("Boxes"), "package"),
    ("papers", mark("Papers in the box"), "file-text"),
    ("proofs", mark("Proofs at the door"), "signature"),
    ("materials", mark("Packing materials"), "box"),
)
SITE_PAGES = (
    ("region", mark("Map region"), "map"),
    ("products", mark("Products"), "package-open"),
    *RECORD_PAGES,
    ("sources", mark("Sources"), "plug"),
    ("notices", mark("Messages"), "message-square-text"),
    ("texts", mark("Texts"), "file-text"),
)
STATION_PAGES = (
    ("mail", mark("Mail"), "mail"),
    ("sms", mark("SMS"), "message-square-text"),
    ("push", mark("Push"), "send"),
    ("station", mark("This station"), "monitor"),
)
