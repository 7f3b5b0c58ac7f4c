"""Remove the files of papers that named a person who was erased: each station those that it drew itself."""

import logging
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Erasure

log = logging.getLogger(__name__)


def remove(desk: Desk, settings: Settings) -> int:
    """Delete the papers of erased persons in this station's folder. Returns how many went.

    What somebody wrote elsewhere is his own copy: it is named in the log. A file that cannot be deleted now is tried
    at the next start.
    """
    own, gone = settings.data_dir.resolve(), 0
    for name in desk.ask_now(_files):
        file = Path(name).resolve()
        if not file.is_file():
            continue
        if own not in file.parents:
            log.warning("a paper of an erased customer lies outside of the program's folder: %s", file)
            continue
        try:
            file.unlink()
        except OSError as error:
            log.warning("a paper of an erased customer could not be deleted: %s: %s", file, error)
        else:
            gone += 1
    return gone


def _files(session: Session) -> tuple[str, ...]:
    return tuple(name for files in session.scalars(select(Erasure.files)) for name in files)
