"""What a text to customers may hold: its fields, conditions on them, and nothing else.

A template is a program. One that loops, calls or reaches into what it is given is refused when it is saved; what is
left ends, and says only what it is told.
"""

import re

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from dispatch_console.application.messages.text_fields import fields_of, needed_in
from dispatch_console.domain.errors import BadInput
from dispatch_console.domain.messages.due import ABOUT_THE_VAN, ASKING, MessageKind

LONGEST_TEXT = 4000
# how a condition is written, in every language
EXAMPLE = "{% if link %}…{% else %}…{% endif %}"
ENVIRONMENT = SandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True)
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Mod,
)  # fmt: skip
# read a day later they are wrong
_DAY_WORDS = re.compile(
    r"\b(today|tomorrow|tonight|heute|morgen(?!s\b)|tänään|huomenna|i dag|idag|i morgon|imorgon)\b", re.IGNORECASE
)
_TIMED = (*ASKING, *ABOUT_THE_VAN, MessageKind.CONFIRMED)


def require_good(kind: MessageKind, channel: str, source: str, *, can_be_answered: bool = True) -> None:
    """Require that a text can be sent. `can_be_answered`: answers to the sender of this channel reach us.

    Errors: BadInput `text.long`, `template.empty`, `template.syntax`, `template.forbidden`, `template.field`,
    `template.needs`, `template.day_word`, `template.no_way_back`.
    """
    if len(source) > LONGEST_TEXT:
        raise BadInput("text.long", most=LONGEST_TEXT)
    subject, _, body = source.partition("\n")
    if not source.strip() or (channel == "email" and not (subject.strip() and body.strip())):
        raise BadInput("template.empty")
    tree = _parsed(source)
    _require_plain(tree)
    named = meta.find_undeclared_variables(tree)
    known = fields_of(kind)
    if unknown := sorted(named - set(known)):
        raise BadInput("template.field", field=unknown[0], known=", ".join(known))
    if missing := [name for name in needed_in(kind) if name not in named]:
        raise BadInput("template.needs", field=missing[0])
    said = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    if kind in _TIMED and (word := _DAY_WORDS.search(said)):
        raise BadInput("template.day_word", word=word[0])
    if channel != "email" and not can_be_answered and not named & {"link", "company_phone", "driver_phone"}:
        raise BadInput("template.no_way_back")


def _parsed(source: str) -> nodes.Template:
    try:
        return ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        raise BadInput("template.syntax", line=error.lineno, detail=error.message or "") from error
    except TemplateError as error:
        raise BadInput("template.syntax", line=1, detail=str(error)) from error


def _require_plain(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise BadInput("template.forbidden", line=node.lineno, what=type(node).__name__.lower())
        if isinstance(node, nodes.Mod) and not _is_a_number_in_words(node.left):
            raise BadInput("template.forbidden", line=node.lineno, what="mod")


def _is_a_number_in_words(format_of: nodes.Expr) -> bool:
    """Return whether `%` puts one whole number into a sentence: a width would make a text of any length."""
    return isinstance(format_of, nodes.Const) and bool(re.fullmatch(r"[^%]*%d[^%]*", str(format_of.value)))


def straight(text: str) -> str:
    """Return a text with straight quotes, dashes and spaces: curly ones need the larger alphabet of an SMS."""
    return text.translate(_STRAIGHT)


_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-",
     "…": "...", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)  # fmt: skip
