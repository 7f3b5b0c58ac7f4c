"""The example of CONTRIBUTING.md, as a package of its own: found by its entry point, and read like ours."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from dispatch_console import plugins
from dispatch_console.domain.orders.incoming import Fate
from dispatch_console.ports import SourceOptions
from dispatch_console.station.intake import recognise

GUIDE = Path(__file__).resolve().parents[3] / "CONTRIBUTING.md"


def example(language: str) -> str:
    text = GUIDE.read_text(encoding="utf-8").partition("## A source of your own")[2]
    match = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert match is not None
    return match[1]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the example as packages are installed: a module, and a folder that says what it is."""
    site = tmp_path / "site"
    said = site / "bakery_source-1.0.dist-info"
    said.mkdir(parents=True)
    (site / "bakery_source.py").write_text(example("python"), encoding="utf-8")
    (said / "METADATA").write_text("Metadata-Version: 2.1\nName: bakery-source\nVersion: 1.0\n", encoding="utf-8")
    ((group, points),) = tomllib.loads(example("toml"))["project"]["entry-points"].items()
    lines = (f"{name} = {place}" for name, place in points.items())
    (said / "entry_points.txt").write_text("\n".join((f"[{group}]", *lines)), encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "bakery_source", raising=False)
    return site


def test_a_source_of_a_site_is_found_and_accounts_for_every_cell(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "evening.csv"
    file.write_text(
        "Beleg;Kundschaft;Haustür;Brotsorte;Laibe;Telefon;Kasse;Klingel\n"
        "77;Anna Brix;Dorfstrasse 5;Ruchbrot;2;0041791234567;3;links\n",
        encoding="utf-8",
    )
    assert "bakery" in plugins.names("sources")
    source = recognise(file)
    assert source.kind == "bakery"
    reading = source.read(file, SourceOptions("Europe/Zurich", "CH"))
    (order,) = reading.orders
    assert (order.number, order.customer_name, order.address.line1) == ("77", "Anna Brix", "Dorfstrasse 5")
    assert [(line.name, line.quantity) for line in order.lines] == [("Ruchbrot", 2)]
    # what it did not name is kept and shown
    assert order.attributes == {"Klingel": "links"}
    fates = {column.column: set(column.fates) for column in reading.account}
    assert (fates["Kasse"], fates["Klingel"], fates["Laibe"]) == ({Fate.NO_USE}, {Fate.SEEN}, {Fate.USED})
