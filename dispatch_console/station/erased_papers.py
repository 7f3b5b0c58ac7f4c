"""Remove papers that may not be kept: they named a person who was erased, or showed a photo that was withdrawn. Each
station removes those that it drew itself.
"""

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch_console.application.desk import Desk
from dispatch_console.settings import Settings
from dispatch_console.store.entities import Erasure, PhonePhoto

log = logging.getLogger(__name__)


def remove(desk: Desk, settings: Settings) -> int:
    """Delete such papers in this station's folder, and the zips that hold one. Returns how many files went.

    What somebody wrote elsewhere is his own copy: it is named in the log. A file that cannot be deleted now is tried
    at the next start.
    """
    own, gone = settings.data_dir.resolve(), 0
    wanted = [Path(name).resolve() for name in desk.ask_now(_files)]
    for file in (*wanted, *(_zips_with(own, {file.name for file in wanted}) if wanted else ())):
        if not file.is_file():
            continue
        if own not in file.parents:
            log.warning("a paper that may not be kept lies outside of the program's folder: %s", file)
            continue
        try:
            file.unlink()
        except OSError as error:
            log.warning("a paper that may not be kept could not be deleted: %s: %s", file, error)
        else:
            gone += 1
    return gone


def _zips_with(folder: Path, names: set[str]) -> Iterator[Path]:
    """Yield the zips of proofs and disputes that hold one of these files."""
    for pattern in ("proofs-of-delivery-*.zip", "dispute-*.zip"):
        for file in folder.rglob(pattern):
            try:
                with zipfile.ZipFile(file) as archive:
                    held = {Path(name).name for name in archive.namelist()}
            except (OSError, zipfile.BadZipFile) as error:
                log.warning("a zip cannot be read: %s: %s", file, error)
                continue
            if held & names:
                yield file


def _files(session: Session) -> tuple[str, ...]:
    lists = (*session.scalars(select(Erasure.files)), *session.scalars(select(PhonePhoto.withdrawn_files)))
    return tuple(dict.fromkeys(name for files in lists for name in files))
