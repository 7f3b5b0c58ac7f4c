"""Let the reads of one screen wait for each other, so that the older one is not shown last."""

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
    """Decorate a method of a presenter that reads the database and shows what it found: it waits until the calls before
    it, of any method so decorated, have ended.

    News and the person at the screen both start such calls. If two ran at once, the one that read before a change could
    be the last to show, and the screen would stay old until the next news. A decorated method must not call another one
    of the same presenter: it would wait for itself.
    """

    async def reads(screen: Screen, /, *args: P.args, **kwargs: P.kwargs) -> None:
        async with _turns.setdefault(screen, asyncio.Lock()):
            await read(screen, *args, **kwargs)

    return reads
