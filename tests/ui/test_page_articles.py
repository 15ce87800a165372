"""The library's list: what is shown, what visitors send, and adding in the background."""

from __future__ import annotations

import json
import string
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, fields
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from corpus.errors import InputError
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import FileReport
from embeddings.library import ArticleRecord, Library
from qa.assistant import Assistant
from ui.page.access import LARGEST_MESSAGE
from ui.page.articles import rendering, uploads
from ui.page.articles.adding import MOST_OF_A_VISITOR, Jobs, State
from ui.page.articles.component import Asking
from ui.page.articles.listing import PAGE, Asked, listing
from ui.page.articles.words import WORDS, Words
from ui.page.context import LARGEST_PASTED, PageContext, PageOptions
from ui.page.languages import READER_LANGUAGES

EVIL = '<img src="https://tracker.example/x.png" onerror="alert(1)">'
SECONDS = 30


def record(number: int, title: str = "", **values: Any) -> ArticleRecord:
    defaults: dict[str, Any] = {
        "id": f"{number:016x}",
        "title": title or f"Article {number}",
        "language": "en",
        "source": "",
        "date": None,
        "url": None,
        "characters": 1234,
        "passages": 1,
        "path": "",
    }
    return ArticleRecord(**{**defaults, **values})


class Tags(HTMLParser):
    """The names of a document's elements and the attributes that run scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.scripts += [name for name, _ in attrs if name.startswith("on")]


def titles(records: list[ArticleRecord], **asked: Any) -> list[str]:
    return [found.title for found in listing(records, Asked(**asked)).records]


# The list


def test_articles_are_found_by_words_of_title_and_source_however_they_are_typed() -> None:
    records = [record(1, "Xoá đói giảm nghèo", source="Báo Nhân Dân"), record(2, "隴南市貧困縣"), record(3)]
    assert titles(records, query="nhan dan XOA") == ["Xoá đói giảm nghèo"]
    assert titles(records, query="陇南") == ["隴南市貧困縣"]
    assert titles(records, query="  ") == ["Article 3", "隴南市貧困縣", "Xoá đói giảm nghèo"]
    assert titles(records, query="nhân 隴南") == []


def test_the_list_is_sorted_filtered_and_counted() -> None:
    records = [
        record(1, "b", date="2020-05-01", language="vi"),
        record(2, "A", date="2022"),
        record(3, "c"),
        record(4, "d", date="2020-06", language="vi"),
    ]
    assert titles(records, sort="added") == ["d", "c", "A", "b"]
    assert titles(records, sort="date") == ["A", "d", "b", "c"]
    assert titles(records, sort="title") == ["A", "b", "c", "d"]
    found = listing(records, Asked(language="vi"))
    assert ([one.title for one in found.records], found.found, found.held) == (["d", "b"], 2, 4)
    assert dict(found.languages) == {"vi": 2, "en": 2}


def test_a_page_beyond_the_last_is_the_last() -> None:
    records = [record(number) for number in range(2 * PAGE + 1)]
    for page, first, count in ((0, 0, PAGE), (1, PAGE, PAGE), (2, 2 * PAGE, 1), (99, 2 * PAGE, 1)):
        found = listing(records, Asked(page=page))
        assert (found.first, len(found.records), found.found) == (first, count, len(records))


@pytest.mark.parametrize(
    "sent", [{}, {"query": 3, "tag": [], "sort": "; DROP TABLE", "page": -4}, {"page": "1", "sort": None}]
)
def test_what_makes_no_sense_is_as_if_it_had_not_been_sent(sent: dict[str, Any]) -> None:
    assert Asked.of(sent) == Asked()


# Rendering


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_no_text_of_an_article_becomes_markup(language: str) -> None:
    evil = record(1, EVIL, source=EVIL, date=EVIL, language=f"x{EVIL}", id=EVIL)
    found = listing([evil], Asked())
    html = rendering.articles(found, language, read_only=False) + rendering.language_options(
        found, Asked(), language
    )
    tags = Tags(html)
    assert "img" not in tags.names
    assert tags.scripts == []
    assert html.count("&lt;img") >= 6


def test_a_read_only_page_shows_nothing_that_adds_or_removes() -> None:
    records = [record(1)]
    for read_only in (True, False):
        html = rendering.panel("en", formats=[".txt"], limit=10, read_only=read_only)
        html += rendering.articles(listing(records, Asked()), "en", read_only=read_only)
        html += rendering.articles(listing([], Asked()), "en", read_only=read_only)
        for control in ('type="file"', "<form", 'data-do="remove-it"', ".jsonl"):
            assert (control in html) is not read_only, control
        assert 'data-do="open"' in html


def test_many_articles_are_turned_over_and_few_are_not() -> None:
    def html(count: int, page: int = 0) -> str:
        found = listing([record(number) for number in range(count)], Asked(page=page))
        return rendering.articles(found, "vi", read_only=True)

    assert "data-page" not in html(PAGE)
    assert "1–50 trong số 1.234" in html(1234)
    assert 'data-page="1">Sau' in html(1234)
    assert 'data-page="-1" disabled' in html(1234)
    assert 'data-page="25" disabled' in html(1234, page=24)


def test_each_outcome_is_one_line_in_every_language() -> None:
    one, path = record(1), Path("a.txt")
    reports = [
        FileReport(path, "added", (one,)),
        FileReport(path, "added", (one, one)),
        FileReport(path, "updated", (one,)),
        FileReport(path, "unchanged"),
        FileReport(path, "skipped", reason="holds no text"),
        FileReport(path, "added", (one,), notes=("line 2: not JSON", "line 3: no text")),
    ]
    for language in READER_LANGUAGES:
        lines = [rendering.outcome(report, language) for report in reports]
        assert len(set(lines)) == len(reports)
        assert not any("{" in line or "\n" in line for line in lines)
        assert "holds no text" in lines[4]
        assert "line 2: not JSON; line 3: no text" in lines[5]


def test_every_language_fills_in_the_same_places() -> None:
    assert WORDS.keys() == READER_LANGUAGES.keys()

    def places(words: Words) -> dict[str, set[str | None]]:
        return {
            name: {place for _, place, _, _ in string.Formatter().parse(line) if place is not None}
            for name, line in asdict(words).items()
        }

    for words in WORDS.values():
        assert all(getattr(words, field.name).strip() or field.name == "between" for field in fields(words))
        assert places(words) == places(WORDS["en"])


# What visitors send


@pytest.mark.parametrize(
    ("sent", "safe"),
    [
        ("Báo cáo 2021.md", "Báo cáo 2021.md"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\me\notes.txt", "notes.txt"),
        ("a\x00b\n\x1b[31m.txt", "a b [31m.txt"),
        ("report\u202etxt.exe", "report txt.exe"),
        ("..", "untitled"),
        ("", "untitled"),
        ("/", "untitled"),
        (None, "untitled"),
        (".hidden.md", "hidden.md"),
        ("\udcff.txt", "?.txt"),
    ],
)
def test_file_names_are_made_safe(sent: Any, safe: str) -> None:
    assert uploads.safe_name(sent) == safe


def test_long_names_are_cut_before_their_ending() -> None:
    for name in ("x" * 300 + ".txt", "文" * 300 + ".txt", "x." + "y" * 300):
        assert len(uploads.safe_name(name).encode()) <= 200
    assert uploads.safe_name("文" * 300 + ".txt").endswith("文.txt")


@pytest.mark.parametrize(
    ("title", "safe"),
    [
        ("Mr. Nguyen visits the northern province of Ha Giang", None),
        ("U.S. and E.U. sign", None),
        ("Ends with a stop.", "Ends with a stop"),
        ("2021/22 \\ 2022/23", "2021∕22 ∖ 2022∕23"),
        ("a\x00b\u202ec\udcff", "a b c?"),
        ("文" * 300, "文" * 60),
        ("x" * 179 + ". y", "x" * 179),
        ("..", "untitled"),
        ("", "untitled"),
    ],
)
def test_a_title_is_cut_nowhere_but_at_its_end(title: str, safe: str | None) -> None:
    assert uploads.safe_title(title) == (title if safe is None else safe)


def stored_file(folder: Path, text: str = "The harbour opened in 1887.") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "stored by gradio.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_only_files_that_were_uploaded_are_taken_and_each_once(tmp_path: Path) -> None:
    path = stored_file(tmp_path)
    neighbour = stored_file(tmp_path / "other")
    stored = {path}
    for files in (
        [{"path": "/etc/passwd", "name": "x.txt"}],
        [{"path": path, "name": "x.txt"}, {"path": neighbour, "name": "y.txt"}],
        [{"path": f"{tmp_path}/../{tmp_path.name}/stored by gradio.txt"}],
        [{"path": path}, "x"],
        [{"path": [path]}],
        [],
        None,
        path,
        [{"path": path}] * (uploads.MAX_FILES + 1),
    ):
        with pytest.raises(InputError):
            uploads.claim(files, stored)
    assert Path(path).exists()
    (taken,) = uploads.claim(
        [{"path": path, "name": "../mine.txt"}, {"path": path, "name": "mine.txt"}], stored
    )
    assert (taken.name, Path(path).exists(), stored) == ("mine.txt", False, set())
    taken.discard()
    assert not taken.path.parent.exists()
    with pytest.raises(InputError, match="not uploaded"):
        uploads.claim([{"path": path, "name": "mine.txt"}], stored)


def test_a_pasted_text_is_a_file_of_one_article() -> None:
    words = WORDS["en"]
    sent = {
        "title": "Flood\nreport",
        "text": "Rain fell.\n\nIt rained.",
        "source": EVIL,
        "date": "28 May 2022",
    }
    upload = uploads.pasted(sent, words, limit=1000)
    article = json.loads(upload.path.read_text(encoding="utf-8"))
    assert article == {**sent, "title": "Flood report", "date": "2022-05-28"}
    assert upload.name == "Flood report"
    assert upload.known_as(Path("library")).name == "Flood report"
    upload.discard()
    slashed = uploads.pasted({"title": "2021/22", "text": "It rained."}, words, limit=1000)
    assert slashed.name == "2021∕22"
    slashed.discard()
    for wrong, why in (
        ({"text": " "}, words.no_text),
        ({"text": 3}, words.no_text),
        ({"text": "x" * 1001}, "larger than"),
        ({"text": "x", "date": "soon"}, "“soon” is no date"),
    ):
        with pytest.raises(InputError, match=why):
            uploads.pasted(wrong, words, limit=1000)


def test_a_pasted_text_has_one_limit_that_fits_into_a_message() -> None:
    context = PageContext(cast("Assistant", SimpleNamespace(library=None)))
    described = Asking(context, set()).describe_library({"language": "zh-Hans"})
    assert described["too_long"] == "未添加文本: 超过 4 MB。"
    assert described["most_pasted"] == LARGEST_PASTED
    text = '"\n' * (LARGEST_PASTED // 2)
    assert len(text.encode()) == LARGEST_PASTED
    assert len(json.dumps({"text": text, "title": "t" * 500, "source": "s" * 500})) < LARGEST_MESSAGE
    with pytest.raises(InputError, match="larger than 4 MB"):
        Asking(context, set()).add_text({"text": text + "."})


# Adding


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library", HashEncoder())


def upload(folder: Path, name: str, text: str) -> uploads.Upload:
    stored = stored_file(folder, text)
    return uploads.claim([{"path": stored, "name": name}], {stored})[0]


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def ended(jobs: Jobs, job: str) -> State:
    until(lambda: (state := jobs.state(job)) is not None and state.ended)
    state = jobs.state(job)
    assert state is not None
    return state


def test_a_job_adds_each_file_under_its_own_name_and_keeps_no_copy(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    files = [
        upload(tmp_path, "Lisbon harbour.txt", "The harbour opened in 1887."),
        upload(tmp_path, "large.txt", "x" * 1001),
        upload(tmp_path, "copy.txt", "The harbour opened in 1887."),
        upload(tmp_path, "photo.png", "x"),
    ]
    state = ended(jobs, jobs.start(files))
    assert [(report.path.name, report.status) for report in state.reports] == [
        ("Lisbon harbour.txt", "added"),
        ("large.txt", "skipped"),
        ("copy.txt", "unchanged"),
        ("photo.png", "skipped"),
    ]
    (held,) = library.articles()
    assert (held.title, Path(held.path).name) == ("Lisbon harbour", "Lisbon harbour.txt")
    assert not any(file.path.parent.exists() for file in files)
    assert not (library.directory / "uploads").exists()
    assert library.verify() == []


def test_another_file_of_the_same_name_replaces_nothing(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    texts = ("The harbour opened in 1887.", "The bridge opened in 1957.", "The harbour opened in 1887.")
    states = [ended(jobs, jobs.start([upload(tmp_path, "index.txt", text)])) for text in texts]
    assert [state.reports[0].status for state in states] == ["added", "added", "unchanged"]
    assert len(library.articles()) == 2


def test_a_job_stops_after_the_file_at_hand(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    files = [upload(tmp_path, f"{n}.txt", f"Gate {n} opens at dawn.") for n in range(3)]
    with library.writing():
        job = jobs.start(files)
        until(lambda: (state := jobs.state(job)) is not None and state.name == "0.txt")
        jobs.stop(job)
        jobs.stop(None)
    assert [report.status for report in ended(jobs, job).reports] == ["added"]
    assert not any(file.path.exists() for file in files)
    assert len(library.articles()) == 1


def test_a_job_that_waits_ends_at_once_when_it_is_stopped_and_makes_room(
    library: Library, tmp_path: Path
) -> None:
    jobs = Jobs(library, max_bytes=1000)
    with library.writing():
        first = jobs.start([upload(tmp_path, "first.txt", "Gate 1 opens at dawn.")], "bob")
        until(lambda: (state := jobs.state(first)) is not None and state.name == "first.txt")
        files = [upload(tmp_path, f"{n}.txt", "Gate opens.") for n in range(MOST_OF_A_VISITOR)]
        waiting = [jobs.start([file], "ann") for file in files]
        jobs.stop(waiting[1])
        assert jobs.state(waiting[1]) == State(1, ended=True)
        assert [file.path.exists() for file in files] == [True, False, True]
        jobs.require_room("ann")
        jobs.stop(first)
        assert jobs.state(first) == State(1, name="first.txt")
    assert len(ended(jobs, first).reports) == 1
    assert [len(ended(jobs, job).reports) for job in waiting] == [1, 0, 1]


def test_the_files_of_several_jobs_take_turns_in_one_thread(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    names = {who: [f"{who}{n}.txt" for n in range(3)] for who in "ab"}
    with library.writing():
        started = [
            jobs.start([upload(tmp_path, name, f"Gate {name} opens at dawn.") for name in names[who]], who)
            for who in names
        ]
        adding = [thread for thread in threading.enumerate() if thread.name == "polycite-adding"]
        assert len(adding) == 1
    assert [len(ended(jobs, job).reports) for job in started] == [3, 3]
    assert [Path(held.path).stem for held in library.articles()] == ["a0", "b0", "a1", "b1", "a2", "b2"]
    until(lambda: not adding[0].is_alive())


def test_a_visitor_has_few_jobs_and_all_together_a_bounded_number(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.page.articles.adding.MOST_JOBS", MOST_OF_A_VISITOR + 1)
    jobs = Jobs(library, max_bytes=1000)

    def start(name: str, visitor: str) -> str:
        return jobs.start([upload(tmp_path, f"{name}.txt", f"Gate {name} opens at dawn.")], visitor)

    with library.writing():
        started = [start(f"a{n}", "ann") for n in range(MOST_OF_A_VISITOR)]
        refused = upload(tmp_path, "more.txt", "One more.")
        with pytest.raises(InputError, match="of your batches"):
            jobs.start([refused], "ann")
        assert not refused.path.exists()
        started.append(start("b", "bob"))
        with pytest.raises(InputError, match="too many files wait"):
            start("c", "cy")
    assert [ended(jobs, job).reports[0].status for job in started] == ["added"] * len(started)
    started.append(start("d", "ann"))
    assert ended(jobs, started[-1]).reports[0].status == "added"


def test_while_another_program_writes_files_are_skipped_in_one_line(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.library.library._PATIENCE", 0.1)
    jobs = Jobs(library, max_bytes=1000)
    with library.writing():
        (report,) = ended(jobs, jobs.start([upload(tmp_path, "a.txt", "Gate opens at dawn.")])).reports
    assert (report.status, "\n" in report.reason) == ("skipped", False)
    assert "another program is writing" in report.reason


def test_an_unexpected_failure_ends_no_job(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ui.page.articles.adding.add_file", lambda *_, **__: 1 / 0)
    jobs = Jobs(library, max_bytes=1000)
    (report,) = ended(jobs, jobs.start([upload(tmp_path, "a.txt", "Gate opens.")])).reports
    assert report.status == "skipped"
    assert "ZeroDivisionError" in caplog.text


def test_jobs_take_turns_and_unknown_ones_are_unknown(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    before = threading.active_count()
    names = [
        jobs.start([upload(tmp_path, f"{job}-{n}.txt", f"Gate {job}-{n} opens at dawn.") for n in range(3)])
        for job in range(4)
    ]
    assert len(set(names)) == 4
    assert all(report.status == "added" for name in names for report in ended(jobs, name).reports)
    assert len(library.articles()) == 12
    assert jobs.state("guess") is None
    assert jobs.state(None) is None
    until(lambda: threading.active_count() <= before)


def test_an_article_is_removed_by_its_whole_id_alone(library: Library, tmp_path: Path) -> None:
    jobs = Jobs(library, max_bytes=1000)
    ended(jobs, jobs.start([upload(tmp_path, "a.txt", "Gate opens at dawn.")]))
    (held,) = library.articles()
    asking = Asking(PageContext(Assistant.open(library.directory, encoder=HashEncoder())), set())
    others: list[Any] = [held.id[:4], "", None, [held.id], {}]
    for named in others:
        with pytest.raises(InputError, match="no such article"):
            asking.remove_article({"article": named})
    assert asking.remove_article({"article": held.id}) == held.title
    assert library.articles() == []


def test_a_read_only_page_refuses_to_change_the_library(library: Library, tmp_path: Path) -> None:
    context = PageContext(
        Assistant.open(library.directory, encoder=HashEncoder()), options=PageOptions(read_only=True)
    )
    path = stored_file(tmp_path)
    asking = Asking(context, {path})
    changes: list[Callable[[], object]] = [
        lambda: asking.add_files({"files": [{"path": path, "name": "a.txt"}]}),
        lambda: asking.add_text({"text": "Gate opens."}),
        lambda: asking.remove_article({"article": "0" * 16}),
    ]
    for change in changes:
        with pytest.raises(InputError, match="may only read"):
            change()
    assert Path(path).exists()
    assert asking.describe_library({})["read_only"] is True
