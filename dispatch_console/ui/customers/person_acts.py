"""What is done with a person as a whole: two entries become one, all of it is given out, or forgotten."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from dispatch_console.application.customers import customer_view, erasing, giving_out, merging
from dispatch_console.application.customers.customer_view import CustomerView
from dispatch_console.application.desk import Desk
from dispatch_console.application.orders import detail
from dispatch_console.domain.errors import BadInput, Refused, Unavailable
from dispatch_console.language import tr
from dispatch_console.ui.customers import words
from dispatch_console.ui.customers.conversation_view import ConversationView

MERGE, MERGE_SURELY, ERASE_SURELY = "merge", "merge_sure", "erase_sure"

Undo = Callable[[], Awaitable[str]]


class PersonActs:
    """Asks before each act, in the row below the conversation. `on_erased` is called when papers are to go too."""

    def __init__(
        self,
        desk: Desk,
        shown: ConversationView,
        choose_target: Callable[[str], Path | None],
        say: Callable[[str], None],
    ) -> None:
        self._desk, self._shown, self.choose_target, self._say = desk, shown, choose_target, say
        # another customer who is the same person, while it is asked whether to merge them
        self._same: int | None = None
        # whom it is asked to erase, and his name
        self._erased: tuple[int, str] | None = None
        self.on_erased: Callable[[], None] = lambda: None

    def ask_for_same(self) -> None:
        self._shown.ask(MERGE, tr("An order of the same person"))

    async def ask_merge(self, customer_id: int, number: str) -> None:
        """Say what a merge would do before it is done."""
        order_id = await self._desk.ask(detail.id_of, number)
        other = await self._desk.ask(customer_view.customer_of, order_id)
        follows = await self._desk.ask(merging.what_follows, customer_id, other)
        self._same = other
        self._shown.ask(MERGE_SURELY, words.of_merge(follows))

    async def merge(self, customer_id: int) -> Undo | None:
        """Merge as it was asked. Returns how it is taken back; None where nothing was asked."""
        if self._same is None:
            return None
        other, self._same = self._same, None
        self._shown.end_asking()
        await self._desk.do(merging.merge_customers, customer_id, other)
        self._say(tr("They are one customer now. Ctrl+Z takes it back."))

        async def undo() -> str:
            await self._desk.do(merging.part_customers, other)
            return tr("They are two customers again.")

        return undo

    async def give_out(self, view: CustomerView, target: Path) -> None:
        """Write everything that is kept of a customer into a file."""
        data = await self._desk.ask(giving_out.data_of, view.customer_id)
        try:
            target.write_text(json.dumps(data, ensure_ascii=False, indent=2, default=str), encoding="utf-8")
        except OSError as error:
            raise Unavailable("file.unwritable", file=str(target), detail=error.strerror or str(error)) from error
        self._say(tr("Everything that is kept of {who} stands in {file}.", who=view.name, file=target.name))

    async def ask_erase(self, customer_id: int) -> None:
        """Say what goes, and ask for the name: this is not taken back. Errors: Refused `erase.done`,
        `erase.on_the_road`.
        """
        goes = await self._desk.ask(erasing.what_goes, customer_id)
        if goes.is_done:
            raise Refused("erase.done")
        if goes.on_the_road:
            raise Refused("erase.on_the_road", numbers=", ".join(goes.on_the_road))
        self._erased = customer_id, goes.name
        self._shown.ask(ERASE_SURELY, words.of_erasing(goes))

    async def erase(self, typed: str) -> bool:
        """Erase whom it was asked of, where his name was typed. Returns whether it was done.

        Errors: BadInput `erase.name`; those of `erase_customer`.
        """
        if self._erased is None:
            return False
        customer_id, name = self._erased
        if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
            self._shown.say_wrong()
            raise BadInput("erase.name", name=name)
        self._erased = None
        self._shown.end_asking()
        count = await self._desk.do(erasing.erase_customer, customer_id)
        self.on_erased()
        self._say(words.erased(count))
        return True
