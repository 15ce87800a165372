"""Finding files, reading their bytes, and the whole way from a path to articles."""

from __future__ import annotations

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from corpus.errors import ReadError
from corpus.reading import Limits, Skipped, find_files, fingerprint, read_file
from corpus.types import article_id

SHARED = Path(__file__).parents[2].parent / "shared"
STORY = """\
The ferry to Cloud Island stops twice a day since Monday, in the morning and in the evening.

The forty-two families who live there paid for a third of the new pier themselves.

Until last year their children could go to school only when the sea was calm.
"""


def written(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def failing(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def found(*paths: Path) -> tuple[list[Path], dict[Path, str]]:
    results = list(find_files(paths))
    skipped = {result.path: result.reason for result in results if isinstance(result, Skipped)}
    return [result for result in results if isinstance(result, Path)], skipped


def test_folders_are_searched_in_order_and_each_file_given_once(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a/y.PDF", "a/b/x.docx", "c.jsonl", "d.htm"]
    for name in names:
        written(tmp_path / name)
    in_order = ["a/b/x.docx", "a/y.PDF", "a/z.md", "b.txt", "c.jsonl", "d.htm"]
    assert found(tmp_path, tmp_path / "a", tmp_path / "b.txt") == ([tmp_path / name for name in in_order], {})
    assert found(tmp_path / "b.txt", tmp_path / "a")[0][0] == tmp_path / "b.txt"


def test_what_is_skipped_has_a_reason(tmp_path: Path) -> None:
    hidden, folder = written(tmp_path / ".hidden.txt"), written(tmp_path / ".git" / "config").parent
    lock = written(tmp_path / "~$draft.docx")
    image, bare = written(tmp_path / "photo.png"), written(tmp_path / "README")
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert found(tmp_path) == (
        [],
        {
            hidden: "hidden",
            folder: "hidden",
            lock: "hidden",
            image: "unknown format .png",
            bare: "unknown format (no ending)",
            pipe: "not a regular file",
        },
    )
    missing = tmp_path / "missing.txt"
    assert found(missing) == ([], {missing: "no such file or directory"})


def test_a_named_hidden_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / ".notes.txt")
    assert found(path) == ([path], {})


def test_links_to_files_are_followed_and_circles_are_not(tmp_path: Path) -> None:
    story = written(tmp_path / "in" / "story.txt")
    (tmp_path / "in" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "in" / "same.txt").symlink_to(story)
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "gone.txt")
    paths, skipped = found(tmp_path)
    assert [path.name for path in paths] == ["same.txt"]
    assert {path.name: reason for path, reason in skipped.items()} == {
        "round": "a link to a folder; name it to read it",
        "self.txt": "too many levels of symbolic links",
        "gone.txt": "no such file or directory",
    }
    assert found(tmp_path / "in" / "round")[0] == [tmp_path / "in" / "round" / "in" / "same.txt"]


def test_a_very_deep_folder_is_searched(tmp_path: Path) -> None:
    written(tmp_path.joinpath(*["d"] * 900, "story.txt"))
    assert len(found(tmp_path)[0]) == 1


def test_an_unlistable_folder_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert found(tmp_path) == ([], {tmp_path: "permission denied"})


def test_a_text_file_becomes_a_document(tmp_path: Path) -> None:
    path = written(tmp_path / "cloud-island_ferry.en.txt")
    document = read_file(path)
    [article] = document.articles
    assert article.text == STORY.strip()
    assert article.title == "cloud island ferry"
    assert article.id == article_id(article.text)
    assert (article.language, article.source, article.date, article.url) == ("en", "", None, None)
    assert document.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert (document.size, document.mtime_ns) == fingerprint(path) == (len(STORY), path.stat().st_mtime_ns)
    assert (document.path, document.notes) == (path, ())


def test_metadata_is_one_clean_line_and_only_web_addresses_are_links(tmp_path: Path) -> None:
    values = {
        "title": " A\nferry\u202e\x07 ",
        "source": "S" * 2000,
        "url": "javascript:alert(1)",
        "date": "6 May 2021",
    }
    [article] = read_file(written(tmp_path / "a.jsonl", json.dumps({"text": STORY, **values}))).articles
    assert (article.title, article.url, article.date) == ("A ferry", None, "2021-05-06")
    assert len(article.source) == 500


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-GB", STORY, "en"),
        ("EN", STORY, "en"),
        ("English", STORY, "en"),
        ("", STORY, "en"),
        ("zh", "渡輪現在每天兩次停靠島上唯一的碼頭，村民們說孩子們終於可以坐船去對岸上學了。", "zh-Hant"),
        ("zh-TW", "渡轮现在每天两次停靠岛上唯一的码头，村民们说孩子们终于可以坐船去对岸上学了。", "zh-Hans"),
    ],
)
def test_the_declared_language_is_reduced_to_a_tag(
    tmp_path: Path, declared: str, text: str, language: str
) -> None:
    path = written(tmp_path / "a.jsonl", json.dumps({"text": text, "language": declared}))
    assert read_file(path).articles[0].language == language


def test_equal_articles_of_one_file_are_one(tmp_path: Path) -> None:
    line = json.dumps({"text": STORY})
    document = read_file(written(tmp_path / "a.jsonl", f"{line}\n{line}\n"))
    assert len(document.articles) == 1
    assert document.notes == ("article 2: the same as article 1",)


def test_notes_are_bounded(tmp_path: Path) -> None:
    document = read_file(written(tmp_path / "a.jsonl", "[]\n" * 100 + json.dumps({"text": STORY})))
    assert len(document.notes) == 21
    assert document.notes[-1] == "and 80 more"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\r\n ", "is empty"),
        ("a.txt", "\ufeff\u202e\n".encode(), "holds no text"),
        ("a.md", b"---\ntitle: Only a title\n---\n", "holds no text"),
        ("a.txt", bytes(range(256)) * 20, "is binary data, not text"),
        ("a.png", b"x", r"unknown format \(known are .txt .md"),
        ("a.docx", b"x", "is no Word document"),
        ("a.pdf", b"x", "is a damaged PDF"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=f"{name}: {message}") as caught:
        read_file(written(tmp_path / name, content))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (AssertionError("odd\n\x1b[31m" + "x" * 1000), r"a\.html: cannot be read: AssertionError: odd"),
        (MemoryError(), r"a\.html: needs more memory than there is \(split it\)"),
        (RecursionError("maximum depth"), r"a\.html: is nested too deeply"),
    ],
)
def test_whatever_a_parser_raises_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, message: str
) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", failing(raised))
    with pytest.raises(ReadError, match=message) as caught:
        read_file(written(tmp_path / "a.html", f"<p>{STORY}</p>"))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_an_interruption_while_a_file_is_parsed_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        read_file(written(tmp_path / "a.html", f"<p>{STORY}</p>"))


@pytest.mark.parametrize(("name", "parser"), [("a.pdf", "pypdf.PdfReader"), ("a.docx", "docx.Document")])
def test_lack_of_memory_is_not_called_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, parser: str
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    monkeypatch.setattr(parser, failing(MemoryError()))
    with pytest.raises(ReadError, match="needs more memory than there is"):
        read_file(written(tmp_path / name, content.getvalue()))


def test_a_missing_folder_or_special_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"a\.txt: no such file or directory"):
        read_file(tmp_path / "a.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ReadError, match=r"folder\.txt: is not a regular file"):
        read_file(tmp_path / "folder.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        with pytest.raises(ReadError, match=r"s\.txt: is not a regular file"):
            read_file(tmp_path / "s.txt")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", b"x" * 3_000_000)
    with pytest.raises(ReadError, match=r"a\.txt: has 2\.9 MiB, the limit is 1\.0 MiB \(split it\)"):
        read_file(path, Limits(max_bytes=1024 * 1024))


@pytest.mark.parametrize("change", ["grown", "rewritten", "replaced"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = written(tmp_path / "a.txt")
    fstat = os.fstat

    def changing(descriptor: int) -> os.stat_result:
        before = fstat(descriptor)
        if change == "grown":
            path.write_text(STORY + "More.")
        elif change == "rewritten":
            os.utime(path, ns=(0, 0))
        else:
            written(tmp_path / "b.txt").replace(path)
        return before

    monkeypatch.setattr(os, "fstat", changing)
    with pytest.raises(
        ReadError, match=r"a\.txt: changed while it was read \(add it again when nothing writes to it\)"
    ):
        read_file(path)


def test_an_undecodable_file_name_is_read_and_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x1b[31m.txt"))
    assert read_file(written(path)).articles[0].title == "caf??[31m"
    with pytest.raises(ReadError) as caught:
        read_file(written(path, b""))
    assert str(caught.value).isprintable()


def test_the_real_articles_are_read(tmp_path: Path) -> None:
    folder = SHARED / "articles"
    if not folder.exists():
        pytest.skip(f"{folder} is not here")
    paths, skipped = found(folder)
    languages = {path.name.split(".")[0]: read_file(path).articles[0].language for path in paths}
    assert skipped == {}
    assert languages["asean-china-2022"] == "en"
    assert languages["longnan-2020"] == "zh-Hant"
    assert languages["shenzhen-2019"] == "zh-Hans"
    assert languages["vietnam-china-2021"] == "vi"


def test_importing_the_readers_imports_no_format_library() -> None:
    heavy = {"docx", "pypdf", "trafilatura", "ftfy", "yaml", "lxml", "markdown_it", "charset_normalizer"}
    code = f"import sys, corpus.reading; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
