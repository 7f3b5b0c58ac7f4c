"""Known errors: a code and the facts of the case. The sentences for people stand in one place, `texts.py`."""


class DispatchError(Exception):
    """An expected failure that a person is told about; anything else that is raised is a bug.

    `code` names the sentence; `facts` fill its blanks.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Refused(DispatchError):
    """A rule of the procedure forbids the act; facts say what is missing."""


class BadInput(DispatchError):
    """What was read or typed cannot be used; facts name the place."""


class Conflict(DispatchError):
    """Somebody else changed the same thing meanwhile; facts name who, where and when."""


class Unavailable(DispatchError):
    """Something outside the program is away: the database, a printer, a gateway."""
