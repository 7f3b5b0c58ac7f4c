"""Notices that a station sends to the others after a commit."""

from dataclasses import dataclass

CHANNEL = "dispatch_console"


@dataclass(frozen=True, slots=True)
class Notice:
    """The kinds of things that changed, and the keys of the acts that changed them."""

    kinds: frozenset[str]
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the notice as it goes through the database: `orders,packing;key`."""
        return ";".join((",".join(sorted(self.kinds)), ",".join(sorted(self.keys))))

    def __or__(self, other: "Notice") -> "Notice":
        return Notice(self.kinds | other.kinds, self.keys | other.keys)


def parse(text: str) -> Notice:
    """Return what a notice says; stations of earlier versions send kinds alone."""
    kinds, _, keys = text.partition(";")
    return Notice(frozenset(kinds.split(",")) - {""}, frozenset(keys.split(",")) - {""})
