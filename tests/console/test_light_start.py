"""What a console loads when it opens, and what waits until somebody needs it."""

import json
import subprocess
import sys

HEAVY = (
    "reportlab",
    "ortools",
    "openpyxl",
    "pyvrp",
    "aiosmtplib",
    "phonenumbers",
    "osmium",
    "shapely",
    "alembic",
    "segno",
)
PROGRAM = f"""
import json, sys
from dispatch_console.console import console, tab_of_orders, tab_of_packing, tab_of_routes, tab_of_schedule
from dispatch_console.console import tab_of_settings, tab_of_tracking
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
RAIL = """
import json, sys
from dispatch_console.console.tabs import HEADS
from dispatch_console.ui.window import MainWindow
print(json.dumps([name for name in ("sqlalchemy", "psycopg", "numpy") if name in sys.modules]))
"""


def loaded(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return names


def test_printing_solving_and_reading_files_are_loaded_with_their_first_use() -> None:
    assert loaded(PROGRAM) == []


def test_the_first_paint_needs_no_database() -> None:
    assert loaded(RAIL) == []
