"""XML from outside, through Expat. A file that declares a document type is refused before anything is expanded."""

from xml.parsers import expat


class Forbidden(ValueError):
    """The file declares a document type, which no spreadsheet writes: entities are how a few bytes become many."""


def parser() -> expat.XMLParserType:
    """Return a parser that joins the text of an element. It raises Forbidden at a document type."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _forbid
    return made


def _forbid(*_declared: object) -> None:
    raise Forbidden
