"""``eval questions`` and ``eval xquad-r``."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.notices import notice
from ui.cli.options import (
    ContextOption,
    EncoderOption,
    JsonOption,
    LibraryOption,
    ModelOption,
    path_named,
)
from ui.cli.output import print_json, show
from ui.cli.progress import counting_bar
from ui.rendering import evaluation_tables

if TYPE_CHECKING:
    from qa.evaluation import Baseline

AblationOption = Annotated[
    bool, typer.Option("--ablation", help="Show what each part of retrieval brings; a report always does.")
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="DIR",
        parser=path_named,
        help="Write report.html, one file with everything, and report.json there.",
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        parser=path_named,
        help="Compare with what an earlier --json printed; the exit code is 1 if a measure is worse.",
    ),
]


def questions(  # noqa: PLR0913 - a command's options are its arguments
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=path_named, help="One JSON object a line: a question each."),
    ],
    library: LibraryOption,
    *,
    ablation: AblationOption = False,
    doubled: Annotated[
        bool, typer.Option("--doubled", help="Ask of passages twice as long, too; a report always does.")
    ] = False,
    report: ReportOption = None,
    baseline: BaselineOption = None,
    model: ModelOption = None,
    context: ContextOption = None,
    json: JsonOption = False,
) -> None:
    """Measure retrieval, answers and refusals on a file of questions.

    A line is {id, language, question, articles, answer}: the articles that answer, by file name up to the
    first dot (none if nothing answers), and a regular expression for the answer, or null. A measure is worse
    than in the baseline if the 95% interval of the difference lies below 0.
    """
    from qa.assistant import Assistant
    from qa.evaluation import ablate, evaluate_doubled, evaluate_questions, load_questions

    asked = load_questions(file)
    earlier = _prepare(report, baseline)
    assistant = Assistant.open(library, model=model, context=context)
    with assistant.library as opened:
        stems = opened.stems()
        with counting_bar("questions") as progress:
            results = evaluate_questions(assistant, asked, stems, progress, baseline=earlier)
        if ablation or report:
            with counting_bar("questions, part by part") as progress:
                results["ablation"] = ablate(opened, asked, stems, progress)
        if doubled or report:
            with counting_bar("articles, in longer passages") as progress:
                results["doubled"] = evaluate_doubled(opened, asked, stems, progress)
    if results["noticed"]:
        notice(f"{results['noticed']} of {len(asked)} answers came with a notice, as when a model has failed")
    _finish(results, report, earlier, json=json)


def xquad_r(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", parser=path_named, help="The folder of XQuAD-R: en.json and so on."),
    ],
    languages: Annotated[
        str, typer.Option("--languages", metavar="CODES", help="Which languages, separated by commas.")
    ] = "en,zh,vi",
    encoder: EncoderOption = None,
    ablation: AblationOption = False,
    report: ReportOption = None,
    baseline: BaselineOption = None,
    json: JsonOption = False,
) -> None:
    """Measure retrieval across languages on XQuAD-R (LAReQA).

    A measure is worse than in the baseline if the 95% interval of the difference lies below 0.
    """
    from embeddings.encoders import DEFAULT_ENCODER, open_encoder
    from qa.evaluation import evaluate_xquad_r

    codes = [code.strip() for code in languages.split(",") if code.strip()]
    earlier = _prepare(report, baseline)
    with counting_bar("texts") as progress:
        results = evaluate_xquad_r(
            folder,
            codes,
            open_encoder(encoder or DEFAULT_ENCODER),
            progress,
            ablation=ablation or report is not None,
            baseline=earlier,
        )
    _finish(results, report, earlier, json=json)


def _prepare(report: Path | None, baseline: Path | None) -> Baseline | None:
    """Finds out before the long work whether the report can be written and the baseline read."""
    from corpus.errors import InputError
    from qa.evaluation import Baseline

    if report:
        try:
            report.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=report):
                pass
        except OSError as error:
            why, mend = error.strerror or str(error), "name a folder that can be written"
            raise InputError(f"cannot write the report to {report}", why, mend) from error
    return Baseline.read(baseline) if baseline else None


def _finish(results: dict[str, Any], report: Path | None, baseline: Baseline | None, *, json: bool) -> None:
    """Writes the report, prints the results without single questions, and raises on a regression."""
    from qa.evaluation import raise_on_regression

    if report:
        _write(results, report)
    printed = {name: value for name, value in results.items() if name != "cases"}
    if json:
        print_json(printed)
    else:
        show(*evaluation_tables(printed))
    if baseline:
        raise_on_regression(results, baseline)


def _write(results: dict[str, Any], folder: Path) -> None:
    from ui.rendering.evaluation import report_page

    document = json_format.dumps(results, ensure_ascii=False, allow_nan=False, indent=2)
    (folder / "report.json").write_text(document + "\n", encoding="utf-8", errors="backslashreplace")
    (folder / "report.html").write_text(report_page(results), encoding="utf-8")
    notice(f"the report is {folder / 'report.html'}")
