"""Solomon's, Li and Lim's and VRPLIB's files as planning problems."""

from pathlib import Path

from dispatch_console.adapters.problems import solomon_text, vrplib_text
from dispatch_console.adapters.problems.instance import Benchmark, benchmark
from dispatch_console.domain.errors import BadInput


def read(file: Path, kind: str) -> Benchmark:
    """Read a benchmark problem.

    `kind` is `solomon` (Li and Lim's are told by their first lines) or `vrplib`; a visit's key is its number in the
    file, where the depot is 0. Errors: BadInput `solve.file`.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        if kind == "vrplib":
            given = vrplib_text.read(text)
        else:
            given = solomon_text.read_li_lim(text) if solomon_text.is_li_lim(text) else solomon_text.read(text)
        return benchmark(given)
    except OSError as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=error.strerror) from error
    except (ValueError, OverflowError) as error:
        raise BadInput("solve.file", file=file.name, kind=kind, detail=str(error)) from error
