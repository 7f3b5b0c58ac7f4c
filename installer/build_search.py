"""Compile the route search: run by the set-up, and by hatch when a wheel is built.

Plain C11 without Python's headers; the library is read through ctypes, so one build serves every Python.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("dispatch_console/adapters/solvers/ruin_recreate")


class BuildSearch(BuildHookInterface[Any]):
    """Adds the compiled library to the wheel, and the platform to its name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        built = build(Path(self.root))
        build_data["artifacts"].append(f"/{built.relative_to(self.root).as_posix()}")
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def build(root: Path) -> Path:
    """Compile what is newer than the library. Errors: SystemExit with a sentence where there is no compiler."""
    folder = root / FOLDER
    library = folder / ("_search.dll" if os.name == "nt" else "_search.so")
    sources = sorted(folder.glob("*.c"))
    newest = max(file.stat().st_mtime for file in folder.glob("*.[ch]"))
    if library.exists() and library.stat().st_mtime >= newest:
        return library
    made = library.with_suffix(".new")
    with tempfile.TemporaryDirectory() as scratch:
        # as one unit: the compiler then inlines between the files, which makes a tenth more steps
        whole = Path(scratch) / "search_whole.c"
        whole.write_text("".join(f'#include "{file.as_posix()}"\n' for file in sources), encoding="utf-8")
        command = _microsoft(made, whole) if os.name == "nt" and not os.environ.get("CC") else _unix(made, whole)
        if shutil.which(command[0]) is None:
            raise SystemExit(f"{command[0]} was not found: the route search is written in C and needs a C compiler")
        subprocess.run(command, check=True, cwd=root)
    # a running program keeps the old file
    made.replace(library)
    return library


def _unix(made: Path, whole: Path) -> list[str]:
    compiler = shlex.split(os.environ.get("CC", "cc"))
    flags = ["-O3", "-std=c11", "-Wall", "-Wextra", "-fPIC", "-shared", "-fvisibility=hidden"]
    # fused multiplications would round distances differently from machine to machine
    return [*compiler, *flags, "-ffp-contract=off", str(whole), "-o", str(made), "-lm"]


def _microsoft(made: Path, whole: Path) -> list[str]:
    return ["cl", "/nologo", "/O2", "/std:c11", "/LD", str(whole), f"/Fe:{made}"]


if __name__ == "__main__":
    build(Path(__file__).resolve().parent.parent)
