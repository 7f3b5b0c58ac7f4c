"""Five hundred files with mistakes in them; `make fuzz` reads ten thousand others."""

from pathlib import Path

import pytest

from tests.fuzz.running import run


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_no_mistake_crashes_a_reader_or_takes_a_good_row_with_it(tmp_path: Path, first: int) -> None:
    assert list(run(tmp_path, first, 100)) == []
