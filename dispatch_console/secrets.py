"""Passwords of the station: in the operating system's key store, or in the environment of a machine that has none."""

import os

import keyring
import keyring.errors

from dispatch_console.domain.errors import Unavailable

STORE = "dispatch-console"
PREFIX = "DISPATCH_CONSOLE_SECRET_"


def read(name: str) -> str:
    """Return the secret of this name. Errors: Unavailable `secret.away`, `secret.missing`."""
    given = os.environ.get(_variable(name))
    if given:
        return given
    try:
        secret = keyring.get_password(STORE, name)
    except keyring.errors.KeyringError as error:
        raise Unavailable("secret.away", name=name, variable=_variable(name), detail=_said(error)) from error
    if secret is None:
        raise Unavailable("secret.missing", name=name)
    return secret


def keep(name: str, secret: str) -> None:
    """Put a secret into the key store; an empty one is taken out. Errors: Unavailable `secret.away`."""
    try:
        if secret:
            keyring.set_password(STORE, name, secret)
        elif keyring.get_password(STORE, name) is not None:
            keyring.delete_password(STORE, name)
    except keyring.errors.KeyringError as error:
        raise Unavailable("secret.away", name=name, variable=_variable(name), detail=_said(error)) from error


def is_set(name: str) -> bool:
    """Whether there is a secret of this name; False also where the key store cannot be asked."""
    try:
        return bool(read(name))
    except Unavailable:
        return False


def _variable(name: str) -> str:
    return PREFIX + "".join(sign if sign.isalnum() else "_" for sign in name.upper())


def _said(error: Exception) -> str:
    if isinstance(error, keyring.errors.NoKeyringError):
        return "there is none"
    return " ".join(str(error).split()) or type(error).__name__
