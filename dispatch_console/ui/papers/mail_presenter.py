"""Mails the papers that lie on the papers page, and says of each what became of it."""

from collections.abc import Callable, Sequence

from dispatch_console import texts
from dispatch_console.application.desk import Desk
from dispatch_console.application.outgoing import paper_mail
from dispatch_console.application.outgoing.paper_mail import PaperOut
from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.papers.facts import Sender
from dispatch_console.language import plural, tr
from dispatch_console.ports import MessageSender
from dispatch_console.ui.in_turn import in_turn
from dispatch_console.ui.papers.page import PapersPage
from dispatch_console.ui.tasks import Tasks


class MailPresenter:
    """`channel` makes the sender of e-mail, `sender` says who we are."""

    def __init__(
        self, desk: Desk, tasks: Tasks, page: PapersPage, channel: Callable[[], MessageSender], sender: Sender
    ) -> None:
        self._desk, self._page, self._channel, self._sender = desk, page, channel, sender
        self._papers: tuple[PaperOut, ...] = ()
        start = tasks.start
        page.mail.one_wanted.connect(lambda to: start(self._send_to(to, self._of_van())))
        page.mail.all_wanted.connect(lambda to: start(self._send_to(to, self._papers)))
        page.mail.each_wanted.connect(lambda: start(self._send_each()))
        page.chosen.connect(lambda _: self._suggest())

    @in_turn
    async def load(self) -> None:
        """Read what the ledger says of the papers shown: mailed, or no longer true."""
        self._papers = await self._desk.ask(paper_mail.papers_out, self._page.paths)
        self._page.note({paper.path: _note(paper) for paper in self._papers})
        self._page.mail.each.setEnabled(any(paper.email for paper in self._papers))
        self._suggest()

    def _of_van(self) -> tuple[PaperOut, ...]:
        shown = next((paper for paper in self._papers if paper.path == self._page.shown), None)
        return tuple(paper for paper in self._papers if shown is not None and paper.driver == shown.driver)

    def _suggest(self) -> None:
        self._page.mail.suggest(next((paper.email for paper in self._of_van()), ""))

    async def _send_to(self, to: str, papers: Sequence[PaperOut]) -> None:
        self._page.said.say(
            tr("Mailing {papers} to {to} …", papers=plural("{count} paper", "{count} papers", len(papers)), to=to),
            wrong=False,
        )
        complaint = await self._send(to, papers)
        self._page.said.say(
            complaint
            or tr("{papers} went to {to}.", papers=plural("{count} paper", "{count} papers", len(papers)), to=to),
            wrong=bool(complaint),
        )

    async def _send_each(self) -> None:
        sent, silent, failed = 0, [], []
        for (driver, email), papers in paper_mail.by_driver(self._papers).items():
            if not email:
                silent.append(driver)
                continue
            self._page.said.say(tr("Mailing {driver} …", driver=driver), wrong=False)
            if complaint := await self._send(email, papers):
                failed.append(f"{driver}: {complaint}")
            else:
                sent += 1
        without = (
            (" " + tr("No address known of {silent}: Settings, Drivers.", silent=", ".join(silent))) if silent else ""
        )
        self._page.said.say(
            tr(
                "{drivers} mailed.{without} {failed}",
                drivers=plural("{count} driver", "{count} drivers", sent),
                without=without,
                failed=" ".join(failed),
            ).strip(),
            wrong=bool(silent or failed),
        )

    async def _send(self, to: str, papers: Sequence[PaperOut]) -> str:
        """Send, and return what went wrong, or nothing."""
        self._page.mail.set_busy(True)
        try:
            await paper_mail.mail(self._desk, self._channel(), self._sender, papers, to)
        except DispatchError as error:
            return texts.explain(error)
        finally:
            self._page.mail.set_busy(False)
            await self.load()
        return ""


def _note(paper: PaperOut) -> tuple[str, str]:
    if paper.stale:
        return tr("no longer true, M draws it anew"), "wrong"
    return (tr("mailed {mailed}", mailed=paper.mailed), "faint") if paper.mailed else ("", "")
