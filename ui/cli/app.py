"""Composes the commands; imports nothing that one of them alone needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from ui.cli import articles, asking, evaluation, maintenance, serving, users

_COMMANDS: Mapping[str, tuple[Callable[..., int | None], str]] = {
    "demo": (serving.demo, "polycite demo --port 8000"),
    "add": (articles.add, "polycite add reports/ news.pdf"),
    "list": (articles.list_articles, "polycite list"),
    "show": (articles.show_article, "polycite show 3f2a"),
    "remove": (articles.remove, "polycite remove 3f2a"),
    "search": (asking.search, 'polycite search "poverty reduction forum" -k 3'),
    "ask": (asking.ask, 'polycite ask "How many counties were lifted out of poverty?"'),
    "serve": (serving.serve, "polycite serve --port 8000"),
    "info": (maintenance.info, "polycite info --json"),
    "verify": (maintenance.verify, "polycite verify"),
    "rebuild": (maintenance.rebuild, "polycite rebuild --encoder multilingual-e5-small"),
}
_EVALUATIONS: Mapping[str, tuple[Callable[..., int | None], str]] = {
    "questions": (evaluation.questions, "polycite eval questions questions.jsonl --json"),
    "xquad-r": (evaluation.xquad_r, "polycite eval xquad-r xquad-r/ --languages en,zh,vi"),
}
_USERS: Mapping[str, tuple[Callable[..., int | None], str]] = {
    "add": (users.add, "polycite user add ann --users users.txt"),
    "remove": (users.remove, "polycite user remove ann --users users.txt"),
    "list": (users.list_users, "polycite user list --users users.txt"),
}


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"polycite {version('polycite')}")
        raise typer.Exit


def _start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Ask articles written in many languages, in your own.

    Every answer quotes its sources to the character.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def _compose() -> typer.Typer:
    app = typer.Typer(
        callback=_start,
        invoke_without_command=True,
        epilog="Example: polycite demo",
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    evaluations = typer.Typer(
        help="Measure retrieval and answers.",
        epilog="Example: polycite eval questions questions.jsonl",
        rich_markup_mode=None,
    )
    accounts = typer.Typer(
        help="Manage who may log in to a served page.",
        epilog="Example: polycite user add ann --users users.txt",
        rich_markup_mode=None,
    )
    for group, commands in ((app, _COMMANDS), (evaluations, _EVALUATIONS), (accounts, _USERS)):
        for name, (command, example) in commands.items():
            group.command(name, epilog=f"Example: {example}")(command)
    app.add_typer(evaluations, name="eval")
    app.add_typer(accounts, name="user")
    return app


app = _compose()
