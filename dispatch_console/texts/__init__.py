"""What people read: the sentence of an error and the words of a code, each through the catalogue."""

from dispatch_console.domain.errors import DispatchError
from dispatch_console.domain.orders.incoming import Convention
from dispatch_console.language import plural, tr
from dispatch_console.texts.codes import CODES
from dispatch_console.texts.doors import LEFT_IN, OUTCOMES, OUTCOMES_SHORT
from dispatch_console.texts.errors import SENTENCES
from dispatch_console.texts.messages import NOT_SENT
from dispatch_console.texts.order_history import HISTORY, MILESTONES
from dispatch_console.texts.orders import FILE_FIELDS, STANDING
from dispatch_console.texts.plans import EDITS, UNROUTED, VIOLATIONS
from dispatch_console.texts.printed_papers import ENCLOSED, PAPERS, PRINTER_STATES, STALE, UNREAD

__all__ = ["CODES", "LEFT_IN", "OUTCOMES", "OUTCOMES_SHORT", "SENTENCES", "STALE", "STANDING", "UNREAD"]


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def plain(code: str) -> str:
    """Return a code of the domain as people say it: `on hold` for `on_hold`."""
    return CODES.get(code, code.replace("_", " "))


def field(name: str) -> str:
    """Return the name of a field that differs at the source: `price`, or `LAMP-1, price` for one of a line."""
    line, _, what = name.rpartition(", ")
    return f"{line}, {plain(what)}" if line and what in CODES else plain(name)


def file_field(name: str) -> str:
    """Return the name of a field that a column of a file may hold, as `street and number`."""
    return FILE_FIELDS.get(name, name.replace("_", " "))


def paper(kind: str) -> str:
    """Return the name of a kind of paper, as `load list`."""
    return PAPERS.get(kind, kind.replace("_", " "))


def enclosed(kind: str) -> str:
    """Return the name of a paper that lies in the box, as `Packing slip`."""
    return ENCLOSED.get(kind, kind.replace("_", " ").capitalize())


def papers(kind: str, count: int) -> str:
    """Return `2 load lists`."""
    match kind:
        case "manifest":
            return plural("{count} manifest", "{count} manifests", count)
        case "load_list":
            return plural("{count} load list", "{count} load lists", count)
        case "call_sheet":
            return plural("{count} call sheet", "{count} call sheets", count)
        case _:
            return f"{count} × {paper(kind)}"


def sentence(code: str, facts: dict[str, object]) -> str:
    """Return the sentence of a code with its blanks filled; the bare code if there is none (a test says that all have
    one).
    """
    blanks = _Facts({key: _plain(value) for key, value in facts.items() if key != "rows"})
    blanks["standing"] = STANDING.get((str(blanks["axis"]), str(blanks["state"])), tr("is not where it was"))
    blanks["outcome"] = OUTCOMES.get(str(blanks["outcome"]), str(blanks["outcome"]))
    blanks["role"] = plain(str(facts["role"])) if facts.get("role") else tr("nobody")
    blanks["who"] = (" " + tr("({by} at {at})", by=blanks["by"], at=blanks["at"])) if facts.get("by") else ""
    return SENTENCES.get(code, code).format_map(blanks).strip()


def explain(error: DispatchError) -> str:
    return sentence(error.code, error.facts)


def left_out(code: str, stage: str) -> str:
    """Return why an order of a source is no work; `stage` where it is still open here."""
    why = SENTENCES.get(code, code)
    return why if not stage else f"{why} " + tr("Here it is still open ({stage}).", stage=plain(stage))


def convention(guess: Convention) -> str:
    """Return what was guessed of a file, in a line; empty where nothing was."""
    if not guess.others:
        return ""
    others = "; ".join(f"{value}: {sample}" for value, sample in guess.others)
    read = guess.sample or guess.value
    return tr("{what} was read so: {read}. Otherwise: {others}", what=plain(guess.what), read=read, others=others)


def not_sent(reason: str) -> str:
    """Return why a message to a customer was not sent, in a few words."""
    return NOT_SENT.get(reason) or SENTENCES.get(reason, reason)


def printer_state(state: str) -> str:
    """Return why nobody knows whether a label is on paper, and where to look."""
    return PRINTER_STATES[state]


def history(operation: str) -> str:
    """Return what an operation was in the life of an order; empty for those without words."""
    return HISTORY.get(operation, "")


def milestone(operation: str) -> str:
    """Return the same as `history`, for those steps alone that a customer would want to read."""
    return HISTORY[operation] if operation in MILESTONES else ""


def reason(code: str) -> str:
    """Return why an order has no route, in a few words."""
    return UNROUTED.get(code, code)


def violation(code: str, name: str, amount: int) -> str:
    """Return what breaks, in a few words."""
    return VIOLATIONS.get(code, code).format(name=name, amount=amount)


def edit(what: str) -> str:
    """Return an act on the plan as undo and redo name it."""
    return EDITS.get(what, what)


def _plain(value: object) -> str:
    if isinstance(value, tuple | list):
        if any(isinstance(part, tuple) for part in value):
            return "; ".join(": ".join(map(str, part)) for part in value)
        return ", ".join(plain(str(part)).replace(":", " ") for part in value)
    return str(value)
