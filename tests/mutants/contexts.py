"""Tell coverage which test runs, whatever threads and loops it starts."""

import importlib
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Begin the context of a test: its address without parameters."""
    # it lies beside the environment and not in it
    measuring = importlib.import_module("coverage").Coverage.current()
    if measuring is not None:
        measuring.switch_context(item.nodeid.partition("[")[0])
    return (yield)
