"""``eval questions`` and ``eval xquad-r``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.cli.options import EncoderOption, JsonOption, LibraryOption, path_named
from ui.cli.output import print_json, show
from ui.cli.progress import counting_bar
from ui.rendering import evaluation_tables


def questions(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=path_named, help="One JSON object a line: a question each."),
    ],
    library: LibraryOption,
    json: JsonOption = False,
) -> None:
    """Measure retrieval, answers and refusals on a file of questions.

    A line is {id, language, question, articles, answer}: the articles that answer, by file name up to the
    first dot (none if nothing answers), and a regular expression for the answer, or null.
    """
    from qa.assistant import Assistant
    from qa.evaluation.question_file import load_questions
    from qa.evaluation.questions import evaluate_questions

    asked = load_questions(file)
    assistant = Assistant.open(library)
    with assistant.library as opened, counting_bar("questions") as progress:
        _print(evaluate_questions(assistant, asked, opened.stems(), progress), json=json)


def xquad_r(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", parser=path_named, help="The folder of XQuAD-R: en.json and so on."),
    ],
    languages: Annotated[
        str, typer.Option("--languages", metavar="CODES", help="Which languages, separated by commas.")
    ] = "en,zh,vi",
    encoder: EncoderOption = None,
    json: JsonOption = False,
) -> None:
    """Measure retrieval across languages on XQuAD-R (LAReQA)."""
    from embeddings.encoders import DEFAULT_ENCODER, open_encoder
    from qa.evaluation.xquad_r import evaluate_xquad_r

    codes = [code.strip() for code in languages.split(",") if code.strip()]
    with counting_bar("texts") as progress:
        results = evaluate_xquad_r(folder, codes, open_encoder(encoder or DEFAULT_ENCODER), progress)
    _print(results, json=json)


def _print(results: dict[str, Any], *, json: bool) -> None:
    if json:
        print_json(results)
    else:
        show(*evaluation_tables(results))
