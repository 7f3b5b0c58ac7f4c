"""Of which decisions of the office customers are told, by screen."""

from collections.abc import Mapping

from dispatch_console.application.desk import Desk
from dispatch_console.application.operations.views import kinds_of
from dispatch_console.application.site import notices
from dispatch_console.domain.messages.due import MessageKind
from dispatch_console.language import tr
from dispatch_console.ui.settings.options_page import YES_NO, OptionLook, OptionsPage, translated
from dispatch_console.ui.tasks import Tasks

KINDS = kinds_of(notices.told_kinds)


class NoticesPresenter:
    """One page: a yes or no for each decision."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        self._desk = desk
        choices, hint = translated(YES_NO), tr("the reason is not in the mail")
        self.page = OptionsPage(
            tr("Messages to customers"),
            tr("What is decided here, and whether the customer gets a mail about it"),
            (
                OptionLook(MessageKind.ON_HOLD, tr("An order is held"), hint, choices=choices),
                OptionLook(MessageKind.REJECTED, tr("An order is rejected"), hint, choices=choices),
                OptionLook(
                    MessageKind.CONFIRMED, tr("A window is confirmed"), tr("with day and hours"), choices=choices
                ),
                OptionLook(
                    MessageKind.PART,
                    tr("A part follows later"),
                    tr("with what was missing or damaged"),
                    choices=choices,
                ),
            ),
        )
        self.page.saved.connect(lambda differing: tasks.start(self._save(differing)))

    async def load(self) -> None:
        told = await self._desk.ask(notices.told_kinds)
        if not self.page.touched:
            self.page.show_options({kind: "true" if kind in told else "false" for kind in self.page.inputs}, {})

    async def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            await self.load()

    async def _save(self, differing: Mapping[str, str]) -> None:
        """Keep what is chosen. Errors: those of the desk, said in the window's banner; what is chosen stays."""
        if differing:
            wanted = self.page.texts()
            await self._desk.do(notices.keep_notices, [kind for kind, text in wanted.items() if text == "true"])
        self.page.settle()
        self.page.said.say(tr("Saved.") if differing else tr("Nothing was changed."), wrong=False)
