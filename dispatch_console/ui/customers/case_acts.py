"""How a case ends: what becomes of it and why, and which goods come once more."""

from dispatch_console.application.customers import remedies
from dispatch_console.application.customers.inbox_list import InboxRow
from dispatch_console.application.desk import Desk
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.remedies import Remedy, read_goods, read_remedy, written
from dispatch_console.language import tr
from dispatch_console.ui.customers.conversation_view import ConversationView

REMEDY, GOODS = "remedy", "goods_again"
CASE_QUESTIONS = (REMEDY, GOODS)


class CaseActs:
    """Asks in the row below the conversation."""

    def __init__(self, desk: Desk, shown: ConversationView) -> None:
        self._desk, self._shown = desk, shown
        # of the case that goods come once more for, while it is asked which
        self._cause = ""

    def ask(self) -> None:
        """Ask what becomes of a case, and why it came to it."""
        self._shown.ask(REMEDY, tr("1 nothing more, 2 money back, 3 goods once more; and why: 3 cup was chipped"))

    async def answered(self, what: str, text: str, row: InboxRow) -> str | None:
        """Close a case as it was answered. Returns what was done; None while something is still asked.

        Errors: BadInput `remedy.unread`, `remedy.goods`; those of `settle_case`.
        """
        if row.order_id is None:
            return None
        try:
            if what == REMEDY:
                remedy, self._cause = read_remedy(text)
                if remedy is Remedy.REDELIVERY:
                    ordered = await self._desk.ask(remedies.ordered_goods, row.order_id)
                    there = written(list(ordered.items()))
                    self._shown.ask(GOODS, tr("Which goods come once more? Of these: {goods}", goods=there))
                    return None
                goods = None
            else:
                ordered = await self._desk.ask(remedies.ordered_goods, row.order_id)
                remedy, goods = Remedy.REDELIVERY, read_goods(text, ordered)
        except BadInput:
            self._shown.say_wrong()
            raise
        number = await self._desk.do(remedies.settle_case, row.item_id, remedy, self._cause, goods)
        self._shown.end_asking()
        if number:
            return tr("Closed. {number} waits to be verified.", number=number)
        if remedy is Remedy.REFUND:
            return tr("Closed. Pay the money back at the shop: nobody does it by itself.")
        return tr("Closed.")
