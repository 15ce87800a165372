"""The library's list in a real Chromium, in a page of its own: adding, finding, removing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library

pytestmark = [pytest.mark.browser]

LIMIT = 100_000
EVIL = '<img src="https://tracker.example/x.png" onerror="document.title=1">'
PROGRAM = f"""
import sys
from pathlib import Path
import gradio as gr
import uvicorn
from fastapi import FastAPI
from embeddings.encoders.hashed import HashEncoder
from qa.assistant import Assistant
from ui.page import articles
from ui.page.context import PageContext, PageOptions
from ui.page.panel import ASSETS
from ui.page.theme import theme

assistant = Assistant.open(Path(sys.argv[1]), encoder=HashEncoder())
app = FastAPI()
core = (ASSETS / "core.js").read_text(encoding="utf-8")
for path, read_only in (("/reading", True), ("/", False)):
    with gr.Blocks(analytics_enabled=False) as page:
        options = PageOptions(upload_limit={LIMIT}, read_only=read_only)
        articles.build(PageContext(assistant, options=options))
    gr.mount_gradio_app(app, page, path=path, theme=theme(), head=f"<script>{{core}}</script>",
                        ssr_mode=False, max_file_size={LIMIT})
config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
uvicorn.Server(config).run(sockets=[__import__("socket").socket(fileno=int(sys.argv[2]))])
"""


def serve(library: Path, folder: Path) -> Iterator[str]:
    """The page's address; uploads go below ``folder``."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [sys.executable, "-c", PROGRAM, str(library), str(number)]
        places = {"GRADIO_TEMP_DIR": str(folder / "gradio"), "TMPDIR": str(folder)}
        with subprocess.Popen(command, pass_fds=[number], env={**os.environ, **places}) as process:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
            process.terminate()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    Library.create(folder / "library", HashEncoder()).close()
    yield from serve(folder / "library", folder)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address)


def opened(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    requests: list[str] = []
    origin = address.removesuffix("reading/")
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible(timeout=30_000)
    page.evaluate(
        "window.news = []; ['open-article', 'library-changed'].forEach(name => "
        "polycite.on(name, detail => news.push([name, detail])))"
    )
    yield page
    assert [url for url in requests if not url.startswith(("data:", "blob:", origin))] == []
    context.close()


def news(page: Page) -> list[str]:
    names: list[str] = page.evaluate("news.map(([name]) => name)")
    return names


def results(page: Page) -> list[str]:
    return [" ".join(line.split()) for line in page.locator(".pc-adding li").all_inner_texts()]


def rows(page: Page) -> Locator:
    return page.locator("li[data-article]")


def choose(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_role("button", name="Close")).to_be_visible(timeout=30_000)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / "mine").mkdir(exist_ok=True)
    path = folder / "mine" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_library_is_filled_searched_and_emptied(page: Page, folder: Path) -> None:
    expect(page.get_by_role("heading", name="The library is empty")).to_be_visible()
    many = "\n".join(
        json.dumps({"title": f"Gate {n:02}", "text": f"Gate number {n} opens at dawn.", "language": "en"})
        for n in range(60)
    )
    choose(
        page,
        written(folder, "gates.jsonl", many),
        written(folder, f"{EVIL.replace('/', '')}.txt", f"The zeppelin flew 999 miles {EVIL}."),
        written(
            folder, "vi.md", "---\ntitle: Xoá đói\nsource: Báo\ndate: 2021-06\nlanguage: vi\n---\nTỉnh nghèo."
        ),
        written(folder, "large.txt", "x" * (LIMIT + 1)),
        written(folder, "photo.png", "x"),
        written(folder, "blank.txt", " "),
    )
    told = results(page)
    assert sum("skipped" in line for line in told) == 3
    assert any("large.txt skipped: larger than 0.1 MB" in line for line in told)
    assert any("gates.jsonl added, 60 articles" in line for line in told)
    expect(page.locator(".pc-stage")).to_have_text("3 added, 3 skipped")
    assert news(page) == ["library-changed"]
    expect(rows(page)).to_have_count(50)
    page.get_by_role("button", name="Next").click()
    expect(rows(page)).to_have_count(12)
    expect(page.locator(".pc-pages")).to_contain_text("51–62 of 62")

    search = page.get_by_role("searchbox")
    search.fill("xoa doi")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("June 2021")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert news(page)[-1] == "open-article"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Remove “Xoá đói” from the library?")).to_be_visible()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Remove “Xoá đói” from the library?")).to_be_hidden()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("No article fits.")).to_be_visible()
    assert news(page)[-1] == "library-changed"

    search.fill("zeppelin")
    expect(page.get_by_text("No article fits.")).to_be_visible()
    search.fill("")
    page.get_by_role("combobox", name="Sort by").select_option("title")
    expect(rows(page).first).to_contain_text("<img src=")
    assert page.locator("#pc-articles img").count() == 0
    assert page.title() != "1"
    assert not list(folder.glob("polycite-*"))
    assert not [path for path in (folder / "gradio").rglob("*") if path.is_file()]


def test_a_text_is_pasted_and_files_are_dropped_in_another_language(page: Page) -> None:
    page.evaluate("polycite.setLanguage('zh-Hant')")
    page.get_by_role("button", name="貼上文字").click()
    page.get_by_label("標題", exact=True).fill("洪水")
    text = page.get_by_label("內文", exact=True)
    text.evaluate("field => (field.value = 'x'.repeat(9_000_000))")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.get_by_role("button", name="新增文字").click()
    expect(page.get_by_role("alert")).to_have_text("未新增文字: 超過 0.1 MB。")
    assert not any("add_text" in body for body in sent)
    text.fill("洪水淹沒了三個村莊。居民已經撤離。")
    page.get_by_role("textbox", name="日期").fill("昨天")
    page.get_by_role("button", name="新增文字").click()
    expect(page.get_by_role("alert")).to_contain_text("「昨天」不是日期")
    page.evaluate("polycite.setLanguage('vi')")
    expect(page.get_by_label("Tiêu đề", exact=True)).to_have_value("洪水")
    page.get_by_role("textbox", name="Ngày").fill("2021-06-28")
    page.get_by_role("button", name="Thêm văn bản").click()
    expect(page.locator(".pc-stage")).to_have_text("đã thêm 1 tệp", timeout=30_000)
    assert results(page) == ["洪水 đã thêm"]
    row = rows(page).filter(has_text="洪水")
    expect(row).to_contain_text("28 tháng 6, 2021")
    expect(row).to_contain_text("Tiếng Trung phồn thể")
    page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          const same = "洪水淹沒了三個村莊。居民已經撤離。";
          dataTransfer.items.add(new File([same], "bản sao.txt"));
          dataTransfer.items.add(new File(["Con tàu đến bến cảng lúc bình minh."], "tàu.txt"));
          const how = { dataTransfer, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("drop", how));
        }"""
    )
    expect(page.locator(".pc-stage")).to_have_text("đã thêm 1 tệp, 1 đã có sẵn", timeout=30_000)
    expect(rows(page).first).to_contain_text("tàu")


def test_a_path_that_a_visitor_invents_is_refused(page: Page, address: str, folder: Path) -> None:
    components = page.evaluate("gradio_config.components")
    panel = next(one["id"] for one in components if one["props"].get("elem_id") == "pc-articles")

    def called(function: str, payload: object) -> dict[str, object]:
        data = {"data": payload, "fn_name": function, "component_id": panel, "session_hash": "mine"}
        answer: dict[str, object] = page.request.post(
            f"{address}gradio_api/component_server", data=data
        ).json()
        return answer

    there = written(folder, "secret.txt", "It is nobody's business.")
    (folder / "gradio").mkdir(exist_ok=True)
    planted = folder / "gradio" / "planted.txt"
    planted.write_text("Nobody uploaded this.", encoding="utf-8")
    for path in ("/etc/passwd", str(there), str(planted), "../library/library.sqlite"):
        refused = called("add_files", {"files": [{"path": path, "name": "x.txt"}]})
        assert list(refused) == ["error"]
        assert "not uploaded" in str(refused["error"])
    assert there.exists()
    assert called("adding_progress", {"job": "guess"}) == {"result": None}
    large = {"name": "x.txt", "mimeType": "text/plain", "buffer": b"x" * (LIMIT + 1)}
    assert page.request.post(f"{address}gradio_api/upload", multipart={"files": large}).status == 413  # type: ignore[dict-item]
    planted.unlink()


def test_a_job_goes_on_while_its_page_is_loaded_again(page: Page, folder: Path) -> None:
    lines = "\n".join(json.dumps({"text": f"Lock {n} of the canal. " * 40}) for n in range(90))
    files = [written(folder, f"canal {n}.jsonl", lines.replace("canal", f"canal {n}")) for n in range(20)]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(".pc-stage")).to_contain_text("Reading file", timeout=30_000)
    page.reload()
    expect(page.locator(".pc-stage")).to_contain_text("Reading file", timeout=30_000)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Close")).to_be_visible(timeout=30_000)
    told = results(page)
    assert 0 < len(told) < 20
    assert all(line.endswith("added, 90 articles") for line in told)


def test_a_read_only_page_only_shows(browser: Browser, address: str, folder: Path) -> None:
    with Library.open(folder / "library", encoder=HashEncoder()) as library:
        list(add_paths(library, [written(folder, "gate.txt", "The gate opens at dawn.")]))
    for page in opened(browser, f"{address}reading/"):
        page.get_by_role("searchbox").fill("gate")
        expect(rows(page).filter(has_text="gate")).not_to_have_count(0)
        expect(page.locator("[data-do=open]")).not_to_have_count(0)
        assert page.locator("input[type=file], form, [data-do=remove], [data-do=choose]").count() == 0
