"""``add``, ``list``, ``show``, ``remove``: what is in a library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InputError
from ui.cli.notices import notice
from ui.cli.options import EncoderOption, JsonOption, LibraryOption, path_named
from ui.cli.output import print_json, prose_width, result_console, show
from ui.cli.progress import adding_bar
from ui.rendering import article_page, articles_table, file_lines, one_line, tally

if TYPE_CHECKING:
    from embeddings.indexing import FileReport
    from embeddings.library import Library

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="An article's id, or the start of it.")]


def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", parser=path_named, help="Files and folders to read.")
    ],
    library: LibraryOption,
    encoder: EncoderOption = None,
    json: JsonOption = False,
) -> int:
    """Add or update files and folders.

    Reads txt, md, html, pdf, docx and jsonl; folders with all that is below them. Files that have not changed
    since they were last added cost nothing. Tells for each file what was added, or why it was skipped. The
    exit code is 1 if a file that was named, or every file, was skipped. A library is made where there is
    none yet, unless there is nothing to read.
    """
    if not (library / "library.sqlite").exists():
        _require_something_to_read(paths)
    with open_for_adding(library, encoder) as opened:
        reports = add_files(opened, paths, quiet=json)
    if json:
        print_json({"library": str(library), "files": [report.to_dict() for report in reports]})
    return 1 if _failed(reports, paths) else 0


def list_articles(library: LibraryOption, json: JsonOption = False) -> None:
    """List the articles of the library.

    Each under the start of its id, which is enough to show or remove it; on a narrow terminal without date,
    source and passages. All of it is in --json.
    """
    from embeddings.library import Library
    from embeddings.library.errors import command

    with Library.open(library) as opened:
        records = opened.articles()
    if json:
        print_json({"articles": [record.to_dict() for record in records]})
    elif records:
        show(articles_table(records, result_console().width))
    else:
        notice(f"the library {library} holds no articles (run: {command('add PATH', library)})")


def show_article(identifier: IdArgument, library: LibraryOption, json: JsonOption = False) -> None:
    """Show one article with its whole text."""
    from dataclasses import asdict

    from embeddings.library import Library

    with Library.open(library) as opened:
        article = opened.article(identifier)
    if json:
        print_json(asdict(article))
    else:
        show(article_page(article, prose_width(result_console())))


def remove(identifier: IdArgument, library: LibraryOption, json: JsonOption = False) -> None:
    """Remove one article from the library."""
    from embeddings.library import Library

    with Library.open(library) as opened:
        article = opened.remove(identifier)
    if json:
        print_json({"removed": {"id": article.id, "title": article.title}})
    else:
        show(f"removed {article.id} {one_line(article.title)}")


def open_for_adding(directory: Path, encoder_name: str | None) -> Library:
    """The library, made if there is none; an encoder that is named must be the one it was built with."""
    from embeddings.encoders import DEFAULT_ENCODER, open_encoder
    from embeddings.library import Library

    encoder = cache(partial(open_encoder, encoder_name or DEFAULT_ENCODER))
    library = Library.open_or_create(directory, encoder)
    if encoder_name is None:
        return library
    library.close()
    return Library.open(directory, encoder=encoder())


def add_files(library: Library, paths: Sequence[Path], *, quiet: bool) -> list[FileReport]:
    """Adds the files under a progress bar and, unless ``quiet``, reports each as soon as it is stored."""
    from embeddings.indexing import add_paths

    reports = []
    with adding_bar() as bar:
        for report in add_paths(library, paths, progress=bar.update):
            reports.append(report)
            if not quiet:
                bar.print(file_lines(report))
    if not quiet:
        show(tally(report.status for report in reports))
    return reports


def _require_something_to_read(paths: Sequence[Path]) -> None:
    """Raises InputError, with the first file's reason, where no file at or below ``paths`` can be read."""
    from corpus.reading import Skipped, find_files

    reasons = []
    for found in find_files(paths):
        if isinstance(found, Skipped):
            reasons.append(f"{found.path}: {found.reason}")
        elif os.access(found, os.R_OK):
            return
        else:
            reasons.append(f"{found}: permission denied")
    more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
    why = reasons[0] + more if reasons else "no files found"
    raise InputError("nothing to add", why, "name files or folders that can be read; no library was made")


def _failed(reports: Sequence[FileReport], paths: Sequence[Path]) -> bool:
    skipped = {report.path.absolute() for report in reports if report.status == "skipped"}
    return len(skipped) == len(reports) or any(path.absolute() in skipped for path in paths)
