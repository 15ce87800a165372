"""``user``: who may log in to a page that is served with ``--users``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corpus.errors import InputError
from ui.cli.notices import notice
from ui.cli.options import UsersFileOption

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")]


def add(name: NameArgument, users: UsersFileOption) -> None:
    """Add a user, or give one a new password.

    Asks for the password twice without showing it; piped in, it is the first line. The file is made where
    there is none, and holds a salted Argon2id hash.
    """
    from ui.users import Users

    Users(users).put(name, _password())
    notice(f"{name} can log in")


def remove(name: NameArgument, users: UsersFileOption) -> None:
    """Remove a user; where the page is being served, their visit ends at once."""
    from ui.users import Users

    Users(users).remove(name)
    notice(f"{name} can no longer log in")


def list_users(users: UsersFileOption) -> None:
    """List the users by name."""
    from ui.users import Users

    for name in Users(users).names():
        typer.echo(name)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    password = getpass("Password: ")
    if getpass("The same again: ") != password:
        raise InputError("password", "the two are not the same", "try again")
    return password
