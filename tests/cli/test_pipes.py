"""Whoever reads an answer may have enough of it: that is no error of ours."""

import subprocess
import sys
from pathlib import Path

from dispatch_console.application.desk import Desk
from tests.builders.sample_orders import import_sample


def test_a_reader_that_goes_away_is_no_error(desk: Desk, database_url: str, tmp_path: Path) -> None:
    import_sample(desk)
    command = [sys.executable, "-m", "dispatch_console", "--data-dir", str(tmp_path), "--database", database_url]
    with subprocess.Popen(
        [*command, "orders", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    # the password in the address is spoken of, and nothing else
    assert process.returncode == 0 and len(said.splitlines()) == 1 and "Broken" not in said
