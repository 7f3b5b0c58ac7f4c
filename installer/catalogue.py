"""`make catalogue`: collects every sentence of the program into a template, and brings each translation up to date.

`customers.pot` holds the part of them that customers read: there may be more languages of it than of the screens.

A new language: `pybabel init -i resources/translations/console.pot -d resources/translations -D console -l de`, then
translate the file and run `make catalogue` again.
"""

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CUSTOMERS = (
    "dispatch_console/adapters/documents/slip.py", "dispatch_console/adapters/documents/invoice.py",
    "dispatch_console/application/papers/slip_facts.py", "dispatch_console/application/papers/invoicing.py",
    "dispatch_console/language/formats.py", "dispatch_console/door/customer_words.py",
    "dispatch_console/door/customer_pages.py",
)  # fmt: skip
# of a table that says more than customers read
ENCLOSED = (
    "Packing slip",
    "Invoice",
    "Lamp warranty card",
    "Care sheet, wool",
    "At most {most} signs, please.",
    "Choose 1 to 5.",
    "Write what is wrong.",
    "in your mailbox",
    "at the pick-up point",
    "at the place that was agreed",
)
HELP = ROOT / "resources" / "help" / "tabs.json"
# how many of the first arguments are sentences
KEYWORDS = {"tr": 1, "mark": 1, "plural": 2}
Sentence = str | tuple[str, ...]


def sentences() -> Iterator[tuple[str, Sentence]]:
    """Yield the file and the sentence, or its singular and plural; each as often as it occurs."""
    for file in sorted((ROOT / "dispatch_console").rglob("*.py")):
        for sentence in in_code(file.read_text(encoding="utf-8")):
            yield file.relative_to(ROOT).as_posix(), sentence
    for lines in json.loads(HELP.read_text(encoding="utf-8")).values():
        for line in lines:
            yield HELP.relative_to(ROOT).as_posix(), line


def in_code(source: str) -> list[Sentence]:
    """Return what a module says by `tr`, `mark` and `plural`, in its order.

    Read from the syntax tree: Babel's own reader works on tokens, and warns of every f-string beside a sentence.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    spoken: list[Sentence] = []
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        wanted = KEYWORDS.get(call.func.id, 0) if isinstance(call.func, ast.Name) else 0
        texts = [arg.value for arg in call.args[:wanted] if isinstance(arg, ast.Constant)]
        # tr of a name is a sentence that is marked elsewhere
        if wanted and len(texts) == wanted and all(isinstance(text, str) and text for text in texts):
            spoken.append(tuple(texts) if wanted > 1 else texts[0])
    return spoken


def template(*, for_customers: bool = False) -> Catalog:
    """Return the sentences of the program, or those that customers read."""
    # the same sentences give the same file on any day
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = Catalog(
        project="Dispatch Console", version="1", copyright_holder="the authors", creation_date=begun, fuzzy=False
    )
    for file, sentence in sentences():
        if for_customers and file not in CUSTOMERS and sentence not in ENCLOSED:
            continue
        # no line numbers: they would change with every edit of the code
        catalogue.add(sentence, locations=[(file, None)])
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as the text of a .po file."""
    file = BytesIO()
    write_po(file, catalogue, width=100)
    return file.getvalue()


def bring_up_to_date(name: str, catalogue: Catalog) -> None:
    """Write the template, and every translation of it with what is new in it."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.pot").write_bytes(written(catalogue))
    for translated in sorted(FOLDER.glob(f"*/LC_MESSAGES/{name}.po")):
        with translated.open("rb") as file:
            language = read_po(file, locale=translated.parts[-3])
        language.update(catalogue, no_fuzzy_matching=True)
        translated.write_bytes(written(language))
        with translated.with_suffix(".mo").open("wb") as file:
            write_mo(file, language)
        missing = sum(1 for message in language if message.id and not message.string)
        print(f"{translated.parts[-3]}: {missing} of {len(catalogue)} sentences of {name} are not translated yet")
    print(f"{len(catalogue)} sentences in {name}.pot")


def main() -> int:
    bring_up_to_date("console", template())
    bring_up_to_date("customers", template(for_customers=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
