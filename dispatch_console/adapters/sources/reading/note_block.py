"""The block of `key: value` lines that shops write into one cell; apps put the delivery day and much else there."""

from dispatch_console.domain.orders.source_words import plain

# the first that is filled counts; others are kept with the order
_KEYS = {
    "day": (
        "delivery date", "delivery day", "date", "requested delivery date", "preferred delivery date", "pickup date",
        "collection date", "toimituspaiva", "lieferdatum", "liefertag", "date de livraison", "fecha de entrega",
        "data di consegna", "leverdatum", "bezorgdatum", "leveransdatum", "leveringsdato", "data dostawy",
    ),
    "hours": (
        "delivery time", "delivery slot", "delivery window", "time slot", "slot", "time", "window", "pickup time",
        "collection time", "toimitusaika", "lieferzeit", "lieferfenster", "creneau", "hora de entrega", "levertijd",
    ),
    "handover": ("checkout method", "delivery method", "fulfillment method", "delivery option"),
}  # fmt: skip


def field_of(key: str) -> str:
    """Return what a key of this name holds: `day`, `hours`, `handover`, or nothing that we know."""
    return next((field for field, names in _KEYS.items() if plain(key) in names), "")


class Notes:
    """The lines of a note block. `others` is what nobody took."""

    def __init__(self, text: str) -> None:
        self.others: dict[str, str] = {}
        last = ""
        for line in text.splitlines():
            key, colon, value = line.partition(":")
            if colon and value.strip():
                last = self._free(key.strip() or "note")
                self.others[last] = value.strip()
            elif line.strip():
                # the rest of a value that reaches over lines, or a line without a key
                last = last or self._free("note")
                self.others[last] = f"{self.others.get(last, '')} {line.strip()}".strip()

    def take(self, field: str) -> str:
        """Return the value of a field, and take it out."""
        by_name = {plain(key): key for key in self.others}
        key = next((by_name[name] for name in _KEYS[field] if name in by_name), None)
        return self.others.pop(key) if key is not None else ""

    def _free(self, key: str) -> str:
        number = 2
        name = key
        while name in self.others:
            name = f"{key} ({number})"
            number += 1
        return name
