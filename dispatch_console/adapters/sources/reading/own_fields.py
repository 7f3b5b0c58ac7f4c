"""A shop's own fields: which of them holds what, because the site says so or by the names that shops usually use."""

from collections.abc import Callable, Mapping, Sequence

from dispatch_console.adapters.sources.reading import wishes
from dispatch_console.adapters.sources.reading.document import Document
from dispatch_console.adapters.sources.values.cells import yes
from dispatch_console.domain.values import TimeWindow
from dispatch_console.ports import SourceOptions

# path, code, and the text where it is not the whole value
Say = Callable[[str, str, str], None]
# what stands for a time where a shop keeps a day as a moment
_MIDNIGHT = ("T00:00:00.000Z", " 00:00:00")


class OwnFields:
    """The own fields of one order. What the site chose comes first, then the usual names.

    `usual`: names by field; `path_of`: the path at which a document keeps a field of that name.
    """

    def __init__(
        self,
        cells: Document,
        options: SourceOptions,
        usual: Mapping[str, Sequence[str]],
        path_of: Callable[[str], str],
        say: Say,
    ) -> None:
        self._cells, self._options, self._usual = cells, options, usual
        self._path_of, self._say = path_of, say

    def one(self, field: str) -> str:
        """Return the first filled text of a field."""
        return self._cells.take(self._path(field), field)

    def chosen(self, field: str) -> str:
        """Return every text of a field in the site's own choice, one after the other."""
        own = (key for key, meant in self._options.own_fields.items() if meant == field)
        return "; ".join(text for key in own if (text := self._cells.take(self._path_of(key), field)))

    def collects(self) -> bool:
        """Return whether a field says that the customer fetches the order. Neither yes nor no is said."""
        path = self._path("collects")
        text = self._cells.take(path, "collects")
        try:
            return yes(text, default=False)
        except ValueError:
            self._say(path, "cell.yes_no", text)
            return False

    def windows(self) -> tuple[tuple[TimeWindow, ...], str]:
        """Return the windows, and the wish as text. What cannot be read is said."""
        paths = {"day": self._path("delivery_day"), "hours": self._path("window")}
        day, slot = self.one("delivery_day"), self.one("window")
        for nothing in _MIDNIGHT:
            day = day.removesuffix(nothing)
        wish = " ".join(part for part in (day, slot) if part)
        if not wish:
            return (), ""

        def say(what: str, code: str, value: str) -> None:
            self._say(paths[what], code, value)

        return wishes.of_texts(day, slot, self._options.day_order, self._options.zone, say), wish

    def _path(self, field: str) -> str:
        own = [key for key, meant in self._options.own_fields.items() if meant == field]
        paths = (self._path_of(key) for key in (*own, *self._usual.get(field, ())))
        return next((path for path in paths if self._cells.look(path)), "")
