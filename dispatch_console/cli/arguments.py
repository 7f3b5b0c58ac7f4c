"""A parser of arguments that takes an option once: given again, the first value would be dropped without a word."""

import argparse
from collections.abc import Sequence
from typing import Any

from dispatch_console.language import tr


class _Once(argparse.Action):
    """Keep the value of an option, and refuse a second one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        given = f"_given_{self.dest}"
        if option_string is not None and hasattr(namespace, given):
            parser.error(tr("{option} is given twice", option=option_string))
        setattr(namespace, given, True)
        setattr(namespace, self.dest, values)


class ArgumentParser(argparse.ArgumentParser):
    """An argument parser, and one for each of its commands, that takes an option once."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.register("action", None, _Once)
        self.register("action", "store", _Once)
