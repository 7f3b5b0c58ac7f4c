"""The command line as a caller sees it."""

from pathlib import Path

import pytest

from dispatch_console.cli.main import run


def call(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["--data-dir", str(tmp_path / "a b"), "--database", url, *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err
