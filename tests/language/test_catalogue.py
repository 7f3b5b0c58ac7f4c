"""One catalogue for every sentence: what is in it, and what is said past it."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import dispatch_console
from dispatch_console import texts
from dispatch_console.language import Words, available, check, for_customers, mark, plural, speaking, tr
from dispatch_console.language.catalogue import FOLDER
from installer.catalogue import in_code, sentences, template, written
from tests.builders.languages import compile_into, invent, turned

PACKAGE = Path(dispatch_console.__file__).parent
# where people read, and where no text is for anybody else
SCREENS = ("ui", "console", "adapters/documents", "application/papers", "application/road", "application/outgoing")


def calls(file: Path, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_template_is_what_the_code_says() -> None:
    assert (FOLDER / "console.pot").read_bytes() == written(template()), "run `make catalogue`"
    read_by_customers = written(template(for_customers=True))
    assert (FOLDER / "customers.pot").read_bytes() == read_by_customers, "run `make catalogue`"


@pytest.mark.parametrize("language", ["de", "fi", "sv"])
def test_what_customers_read_is_translated_whole(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "customers.po").open("rb") as file:
        translated = read_po(file, locale=language)
    there = {message.id: message for message in translated if message.id}
    for wanted in template(for_customers=True):
        if not wanted.id:
            continue
        ours = there[wanted.id]
        said = ours.string if isinstance(ours.string, tuple) else (ours.string,)
        asked = wanted.id if isinstance(wanted.id, tuple) else (wanted.id,)
        assert all(said), wanted.id
        # every language fills the same blanks
        assert all(blanks(str(one)) == blanks(str(asked[-1])) for one in said), wanted.id
    assert language in for_customers() and language not in available()


def test_sentences_are_found_in_code_and_help() -> None:
    assert in_code('tr("a {b}", b=f"{c}"); mark("d"); plural("{count} e", "{count} es", n); tr(name); tr("")') == [
        "a {b}",
        "d",
        ("{count} e", "{count} es"),
    ]
    files = {file for file, _ in sentences()}
    assert {
        "resources/help/tabs.json",
        "dispatch_console/ui/window.py",
        "dispatch_console/texts/errors/road.py",
    } <= files


def test_every_blank_is_filled() -> None:
    wrong = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for call in calls(file, "tr", "plural"):
            sentence = call.args[0]
            if not isinstance(sentence, ast.Constant) or any(keyword.arg is None for keyword in call.keywords):
                continue
            given = {str(keyword.arg) for keyword in call.keywords}
            wanted = blanks(str(sentence.value))
            if isinstance(call.func, ast.Name) and call.func.id == "plural":
                other = call.args[1]
                assert isinstance(other, ast.Constant)
                wanted = (wanted | blanks(str(other.value))) - {"count"}
            if given != wanted:
                wrong.append((file.name, call.lineno, sentence.value))
    assert wrong == []


def test_screens_and_papers_say_nothing_past_the_catalogue() -> None:
    past = []
    for folder in SCREENS:
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            past += [(file.relative_to(PACKAGE).as_posix(), *one) for one in plain_words(file.read_text("utf-8"))]
    assert past == []


def test_the_check_sees_words_and_no_codes() -> None:
    assert [words for _, words in plain_words('x = label("Not here")')] == ["Not here"]
    assert [words for _, words in plain_words('x = label("Orders")')] == ["Orders"]
    assert [words for _, words in plain_words('x = f"{n} stops and more"')] == [" stops and more"]
    assert plain_words('x = label(tr("Not here"), "quiet", key="Ctrl+Return")') == []
    assert plain_words('if kind == "Not here": raise ValueError("not so")') == []
    assert plain_words('frame.setStyleSheet(f"color: {ink}; border: 0")') == []


# words two by two, or one with a capital: codes of the domain and names of icons are neither
SENTENCE = re.compile(r"[A-Za-z]{2,}[,.:]? [A-Za-z]{2,}|^[A-Z][a-z]{2,}$")
KEYS = re.compile(
    r"((Ctrl|Shift|Alt)\+)*(Return|Enter|Esc|Del|Space|Tab|Up|Down|Left|Right|Home|End|PgUp|PgDown|Backspace|F\d+|.)"
)
STYLE = re.compile(r"\d+px|: transparent|url\(|white-space")
FONTS = {"Inter", "Regular", "Medium", "SemiBold", "Bold", "ExtraBold"}
# these take no text for people
DEAF = {
    "tr",
    "mark",
    "plural",
    "setStyleSheet",
    "setObjectName",
    "setProperty",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "registerFont",
    "ValueError",
    "RuntimeError",
    "LookupError",
    "TypeError",
    "KeyError",
    "AssertionError",
    "FileNotFoundError",
    "ZoneInfo",
    "QFile",
    "Path",
    "setFamily",
    "setStyle",
    "getLogger",
    "Slot",
    "Signal",
    "cast",
    "TypeVar",
    "removeprefix",
    "removesuffix",
    "replace",
    "glob",
    "QColor",
    "findChild",
    "property",
    "operation",
    "getenv",
    "startswith",
    "endswith",
    "setApplicationName",
    "setWindowTitle",
    "wrapped",
    "fitted",
    "shortened",
}


def plain_words(source: str) -> list[tuple[int, str]]:
    """Line and text of what a person would read and the catalogue does not hold."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    plain = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        text = node.value
        if not SENTENCE.search(text) or KEYS.fullmatch(text) or STYLE.search(text) or text in FONTS:
            continue
        if _is_code(node, parents):
            continue
        plain.append((node.lineno, text))
    return plain


def _is_code(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents:
        child, node = node, parents[node]
        if isinstance(node, ast.Expr) and isinstance(child, ast.Constant):
            return True
        if isinstance(node, ast.Call) and child is not node.func and _name(node.func) in DEAF:
            return True
        if isinstance(node, ast.Compare | ast.Raise | ast.arg | ast.MatchValue):
            return True
        if isinstance(node, ast.AnnAssign) and child is node.annotation:
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and child is node.returns:
            return True
        if isinstance(node, ast.Dict) and child in node.keys:
            return True
        if isinstance(node, ast.Subscript) and child is node.slice:
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
    return False


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def test_a_language_of_its_own_says_everything_otherwise(tmp_path: Path) -> None:
    invent(tmp_path, "eo")
    with speaking("eo", tmp_path):
        assert tr("Not here") == turned("Not here") != "Not here"
        assert plural("{count} stop", "{count} stops", 1) == "1 şŧǿƥş"
        assert texts.sentence("order.unknown", {"number": "SO-1"}) == turned("There is no order {number}.").format(
            number="SO-1"
        )
        assert texts.plain("on_hold") == turned("on hold")
    assert tr("Not here") == "Not here"


def test_a_language_may_have_three_plurals(tmp_path: Path) -> None:
    catalogue = Catalog(locale="pl")
    catalogue.add(("{count} parcel", "{count} parcels"), ("{count} paczka", "{count} paczki", "{count} paczek"))
    compile_into(tmp_path, "pl", catalogue)
    with speaking("pl", tmp_path):
        said = [plural("{count} parcel", "{count} parcels", count) for count in (1, 2, 5, 22)]
    assert said == ["1 paczka", "2 paczki", "5 paczek", "22 paczki"]
    assert available(tmp_path) == ("en", "pl")


def test_a_slip_of_a_translator_stops_nobody(tmp_path: Path) -> None:
    catalogue = Catalog(locale="de")
    catalogue.add("Stop {stop}", "Halt {stoop}")
    catalogue.add("Leaves {clock}", "Ab {")
    compile_into(tmp_path, "de", catalogue)
    with speaking("de", tmp_path):
        assert tr("Stop {stop}", stop=4) == "Stop 4"
        assert tr("Leaves {clock}", clock="13:00") == "Leaves 13:00"


def test_what_nobody_translated_is_english() -> None:
    with speaking("de"):
        assert tr("Not here") == "Not here"
        assert tr("") == ""


def test_words_are_translated_when_they_are_read(tmp_path: Path) -> None:
    table = Words({"lost": mark("Not here")})
    invent(tmp_path, "eo")
    with speaking("eo", tmp_path):
        assert table["lost"] == table.get("lost") == turned("Not here")
    assert dict(table) == {"lost": "Not here"}
    assert "found" not in table


def test_a_translation_keeps_the_blanks() -> None:
    for file in FOLDER.glob("*/LC_MESSAGES/console.po"):
        from babel.messages.pofile import read_po

        with file.open("rb") as opened:
            for message in read_po(opened):
                spoken = message.string if isinstance(message.string, tuple) else (message.string,)
                one = str(message.id[-1] if isinstance(message.id, tuple) else message.id)
                assert all(blanks(text) <= blanks(one) for text in map(str, spoken) if text), (file, message.id)


def test_a_tag_must_name_a_language() -> None:
    for tag in ("de", "de_CH", "pt-BR", "en"):
        check(tag)
    for tag in ("xx", "", "deutsch sprechen", "de_XX_YY"):
        with pytest.raises(ValueError):
            check(tag)
