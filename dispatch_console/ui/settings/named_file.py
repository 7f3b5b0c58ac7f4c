"""A file that a field of a form names."""

import asyncio
from pathlib import Path

from dispatch_console.domain.errors import BadInput


async def read_named(text: str, before: str, wrong: str) -> bytes:
    """Return the content of the file that a field names; nothing where it is empty, or says what it said before.

    Errors: BadInput `wrong` where there is no such file.
    """
    path = text.strip().strip('"')
    if not path or path == before:
        return b""
    try:
        return await asyncio.get_event_loop().run_in_executor(None, Path(path).expanduser().read_bytes)
    except OSError as error:
        raise BadInput(wrong) from error
