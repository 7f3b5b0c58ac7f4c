"""A mail box on loopback that speaks as much IMAP as a reader of answers needs. It remembers what it was asked."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

USER, PASSWORD, FOLDER = "answers", "between us", "INBOX"


class Folder:
    """`mails` as they came; `asked`: every command."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.asked: list[str] = []
        self.port = 0

    def drop(self, mail: str) -> None:
        self.mails.append(mail.strip().replace("\r\n", "\n").replace("\n", "\r\n").encode() + b"\r\n")


class _Handler(socketserver.StreamRequestHandler):
    folder: Folder

    def handle(self) -> None:
        self._say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.folder.asked.append(command)
            if not self._answer(tag.encode(), command):
                return

    def _answer(self, tag: bytes, command: str) -> bool:
        mails, verb = self.folder.mails, command.upper()
        if verb.startswith("CAPABILITY"):
            self._say(b"* CAPABILITY IMAP4rev1 UIDPLUS")
        elif verb.startswith("LOGIN"):
            if PASSWORD not in command or USER not in command:
                self._say(tag + b" NO wrong password")
                return True
        elif verb.startswith(("SELECT", "EXAMINE")):
            if FOLDER not in command:
                self._say(tag + b" NO no such folder")
                return True
            self._say(b"* %d EXISTS" % len(mails))
            self._say(b"* OK [UIDVALIDITY 1] valid")
        elif verb.startswith("UID SEARCH"):
            self._say(b"* SEARCH" + b"".join(b" %d" % (number + 1) for number in range(len(mails))))
        elif verb.startswith("UID FETCH"):
            for uid in map(int, re.findall(r"\d+", command.split()[2])):
                mail = mails[uid - 1]
                self._say(b"* %d FETCH (UID %d FLAGS () RFC822.SIZE %d BODY[] {%d}" % (uid, uid, len(mail), len(mail)))
                self.wfile.write(mail + b")\r\n")
        elif verb.startswith("LOGOUT"):
            self._say(b"* BYE")
            self._say(tag + b" OK bye")
            return False
        self._say(tag + b" OK done")
        return True

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mail_folder() -> Iterator[Folder]:
    folder = Folder()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"folder": folder}))
    folder.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield folder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
