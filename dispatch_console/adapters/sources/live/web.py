"""Requests to an order system: the secret goes to its own host only, and each failure has a code."""

import ssl
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from dispatch_console.domain.errors import BadInput, Unavailable
from dispatch_console.language import tr
from dispatch_console.ports import SourceAccount

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
# a busy system is waited for so long within one read; longer waits are left to the next one
PATIENCE_S = 20.0
# an answer that is larger is no page of orders
LARGEST = 64 * 2**20


class Web:
    """One account's line to its system. Connections are kept between requests."""

    def __init__(self, account: SourceAccount, headers: Mapping[str, str], auth: tuple[str, str] | None = None) -> None:
        """Check the address. Errors: BadInput `source.address`, `source.insecure` where the secret could be read."""
        self._account = account
        parts = urlsplit(account.address.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput("source.address", source=account.name, address=account.address)
        if parts.scheme == "http" and not _is_here(parts.hostname):
            raise BadInput("source.insecure", source=account.name, address=account.address)
        self._client = httpx.Client(
            base_url=account.address.strip().rstrip("/"),
            headers={"User-Agent": "dispatch-console", "Accept": "application/json", **headers},
            auth=auth,
            timeout=TIMEOUT,
            # a redirect to another host would carry the secret there
            follow_redirects=False,
            verify=_certificates(account),
        )

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | Sequence[tuple[str, str]] | None = None,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        allowed: tuple[int, ...] = (),
    ) -> "Answer":
        """Send a request and return the answer; of refusals only those whose status is `allowed`. A `body` goes as
        JSON, a `form` as forms do.

        Errors: Unavailable `source.away` (with `wait_s` where the system says how long), `source.sign_in`,
        `source.scope`, `source.moved`, `source.certificate`, `source.refused`, `source.answer`.
        """
        patience = PATIENCE_S
        while True:
            answer = self._send(method, path, query, body, form)
            wait = _wait_s(answer)
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS or wait > patience:
                break
            time.sleep(wait)
            patience -= wait
        self._require_ok(answer, allowed)
        # a refusal that is expected may come as a page for people
        document = self._document(answer, strict=answer.status_code not in allowed)
        return Answer(answer.status_code, document, dict(answer.headers))

    def _send(self, method: str, path: str, query: Any, body: Any, form: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, params=query, json=body, data=form)
        except httpx.HTTPError as error:
            cause: BaseException | None = error
            while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
                cause = cause.__cause__ or cause.__context__
            if cause is not None:
                raise self._error("source.certificate", detail=_plain(cause)) from error
            raise self._error("source.away", detail=_away(error)) from error
        if len(answer.content) > LARGEST:
            raise self._error("source.answer", detail="too large")
        return answer

    def _require_ok(self, answer: httpx.Response, allowed: tuple[int, ...]) -> None:
        status = answer.status_code
        if answer.is_success or status in allowed:
            return
        if answer.has_redirect_location:
            raise self._error("source.moved", to=urlsplit(answer.headers["location"]).netloc or "another address")
        said = _said(answer)
        if status == httpx.codes.UNAUTHORIZED:
            raise self._error("source.sign_in", detail=said)
        if status == httpx.codes.FORBIDDEN:
            raise self._error("source.scope", detail=said)
        if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._error("source.away", detail=f"{status} {said}".strip(), wait_s=_wait_s(answer))
        raise self._error("source.refused", detail=f"{status} {said}".strip())

    def _document(self, answer: httpx.Response, *, strict: bool) -> Any:
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError as error:
            if not strict:
                return None
            # half an answer, or a page of a firewall
            raise self._error("source.answer", detail=answer.text[:80]) from error

    def _error(self, code: str, **facts: object) -> Unavailable:
        return Unavailable(code, source=self._account.name, **facts)

    def close(self) -> None:
        self._client.close()


class Answer:
    """What a system answered: status, document (None for an empty answer), headers in lower case."""

    def __init__(self, status: int, document: Any, headers: Mapping[str, str]) -> None:
        self.status, self.document, self.headers = status, document, headers


def _certificates(account: SourceAccount) -> ssl.SSLContext | bool:
    """Return what to trust: the usual authorities, or the file that a site names for its own server."""
    own = account.options.get("certificates", "").strip()
    if not own:
        return True
    if not Path(own).is_file():
        raise BadInput("source.certificates", source=account.name, file=own)
    return ssl.create_default_context(cafile=own)


def _is_here(host: str) -> bool:
    """Return whether a host is this machine: nobody else can read what is sent there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _wait_s(answer: httpx.Response) -> float:
    """Return how long a system asks to be left alone, in seconds; 2 where it does not say."""
    text = answer.headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 2.0


def _said(answer: httpx.Response) -> str:
    """Return the system's own words of a refusal, in one short line."""
    try:
        document = answer.json()
    except ValueError:
        return ""
    for key in ("message", "error_description", "error", "errors", "detail"):
        if isinstance(document, dict) and document.get(key):
            return " ".join(str(document[key]).split())[:200]
    return ""


def _away(error: httpx.HTTPError) -> str:
    """Return in words why nothing came."""
    if isinstance(error, httpx.ConnectError):
        return tr("nothing answers at this address")
    if isinstance(error, httpx.TimeoutException):
        return tr("no answer in time")
    return _plain(error)


def _plain(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
