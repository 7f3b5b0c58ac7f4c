"""Let what one screen reads follow each other: what was read first is not shown last."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

P = ParamSpec("P")
Screen = TypeVar("Screen")

_turns: WeakKeyDictionary[object, asyncio.Lock] = WeakKeyDictionary()


def in_turn(
    read: Callable[Concatenate[Screen, P], Coroutine[object, object, None]],
) -> Callable[Concatenate[Screen, P], Coroutine[object, object, None]]:
    """Let a method of a presenter that reads and shows begin when the one before has ended, also another of this kind.

    News and the person at the screen both have it read. Side by side, the one that read before a change could show it
    after the other, and no news would put that right. Such a method does not call another one of the same presenter.
    """

    async def reads(screen: Screen, /, *args: P.args, **kwargs: P.kwargs) -> None:
        async with _turns.setdefault(screen, asyncio.Lock()):
            await read(screen, *args, **kwargs)

    return reads
