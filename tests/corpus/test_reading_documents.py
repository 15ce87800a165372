"""Word documents, PDF files and saved web pages, made here."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.reading import docx, html, pdf
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits

VIETNAMESE = "Chuyến phà đầu tiên cập bến đảo Hòn Mây vào sáng thứ Hai."
CHINESE = "第一班渡轮周一早晨停靠云岛码头，岛上四十二户人家都来迎接。"


# --- Word ---------------------------------------------------------------------------------------------


def docx_bytes(title: str = "", language: str = "") -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.core_properties.language = language
    document.add_heading("A ferry for Cloud Island", 0)
    document.add_paragraph(VIETNAMESE)
    table = document.add_table(rows=2, cols=2)
    for cell, value in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("Year", "Trips", "2020", "12"), strict=True
    ):
        cell.text = value
    document.add_paragraph(CHINESE).add_run("\nA new line.")
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "Framed one."
    frame.add_paragraph("Framed two.")
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def read_docx(data: bytes, limits: Limits = Limits()) -> Contents:  # noqa: B008
    return docx.read(data, "a.docx", limits)


def test_paragraphs_and_tables_in_order() -> None:
    [article] = read_docx(docx_bytes("The ferry", "vi")).articles
    assert (article.title, article.language, article.date) == ("The ferry", "vi", None)
    assert article.text.split("\n\n") == [
        "A ferry for Cloud Island",
        VIETNAMESE,
        "Year | Trips",
        "2020 | 12",
        f"{CHINESE}\nA new line.",
        "Framed one.",
        "Framed two.",
    ]


def test_a_table_inside_a_table_is_read_once() -> None:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    outer = document.add_table(rows=2, cols=2)
    for cell, value in zip(outer.rows[0].cells, ("Year", "Trips"), strict=True):
        cell.text = value
    outer.cell(1, 0).text = "2020"
    inner = outer.cell(1, 1).add_table(rows=2, cols=1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "by day", "by night"
    control = (
        "<w:sdt {}><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>In all: 12.</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:sdtContent></w:sdt>"
    )
    outer._tbl.append(parse_xml(control.format(nsdecls("w"))))
    [article] = read_docx(saved(document)).articles
    assert article.text.split("\n\n") == ["Year | Trips", "2020 | by day by night", "In all: 12."]


@pytest.mark.parametrize("title", ["", "  ", "Microsoft Word - draft 3.doc", "report.docx", "Untitled 1"])
def test_a_title_that_the_program_wrote_is_none(title: str) -> None:
    assert read_docx(docx_bytes(title)).articles[0].title is None


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    paragraph = document.add_paragraph("The ferry ")
    for change in (
        "<w:ins {}><w:r><w:t>comes</w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>goes</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(change.format(nsdecls("w"))))
    control = (
        "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>In a form field.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(control.format(nsdecls("w"))))
    assert read_docx(saved(document)).articles[0].text == "The ferry comes\n\nIn a form field."


def test_a_word_document_that_unpacks_too_far_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 5_000_000)
    with pytest.raises(ReadError, match=r"a\.docx: unpacks to \d+ times its size, the limit is 100"):
        read_docx(buffer.getvalue())
    with pytest.raises(ReadError, match=r"a\.docx: unpacks to 4\.8 MiB, the limit is 1\.0 MiB"):
        read_docx(buffer.getvalue(), Limits(max_unzipped_bytes=1024 * 1024))


def test_entities_in_a_word_document_do_not_expand() -> None:
    source, bomb = docx_bytes(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(bomb, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY e "boom">]>', 1).replace(
                    b"Framed one", b"&e;"
                )
            new.writestr(entry, content)
    assert "boom" not in read_docx(bomb.getvalue()).articles[0].text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"just text", "is no Word document: File is not a zip file"),
        (docx_bytes()[:5000], "is no Word document"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500),
            "is protected with a password or of the old .doc kind",
        ),
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=f"a.docx: {message}"):
        read_docx(data)


def test_an_archive_without_a_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(ReadError, match=r"a\.docx: is a damaged Word document: "):
        read_docx(buffer.getvalue())


# --- PDF ----------------------------------------------------------------------------------------------


def pdf_bytes(*pages: list[str], title: str = "", columns: int = 1) -> bytes:
    """A PDF of lines of text: one CID font whose codes are UTF-16 and that says so."""
    used = sorted({char for page in pages for line in page for char in line})
    mapping = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{mapping}\nendbfchar endcmap end"
    )
    kids = " ".join(f"{8 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>",
        "<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>",
    ]
    for at, page in enumerate(pages):
        content = "".join(
            column_of(page[first : first + len(page) // columns], 50 + 500 * first // len(page))
            for first in range(0, len(page), len(page) // columns or 1)
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {9 + 2 * at} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return assembled(objects)


def column_of(lines: list[str], left: int) -> str:
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -14 Td\n" for line in lines)
    return f"BT /F 6 Tf {left} 800 Td\n{shown}ET\n"


def assembled(objects: list[str]) -> bytes:
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def encrypted(data: bytes, user: str, owner: str, algorithm: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def read_pdf(data: bytes, limits: Limits = Limits()) -> Contents:  # noqa: B008
    return pdf.read(data, "a.pdf", limits)


@pytest.mark.parametrize("line", [VIETNAMESE, CHINESE, "A first ferry moored."])
def test_pdf_text_in_any_script_with_its_title(line: str) -> None:
    [article] = read_pdf(pdf_bytes([line], title="云岛渡轮")).articles
    assert (article.title, article.text) == ("云岛渡轮", line)


GOODS = [
    "flour",
    "salt",
    "letters",
    "pianos",
    "lamps",
    "apples",
    "rope",
    "chairs",
    "honey",
    "boots",
    "seeds",
    "ink",
]


def _report(pages: int) -> list[list[str]]:
    return [
        [
            "Harbour Gazette No. 7",
            f"In its {number}. week the ferry brought {goods} and many more things to the island,",
            f"which three men carried up the hill while the children who wanted {goods}",
            f"sang of {goods} until the evening.",
            f"Page {number} of {pages}",
        ]
        for number, goods in enumerate(GOODS[:pages], 1)
    ]


@pytest.mark.parametrize("pages", [2, 3, 12])
def test_running_headers_and_page_numbers_are_dropped_and_lines_joined(pages: int) -> None:
    report = _report(pages)
    [article] = read_pdf(pdf_bytes(*report)).articles
    assert article.text.split("\n\n") == [" ".join(page[1:4]) for page in report]


def test_long_lines_that_differ_in_a_number_are_prose() -> None:
    line = "In the year {} the ferry brought flour and letters and many other things to the island."
    pages = [[line.format(year)] for year in (2019, 2020, 2021)]
    assert pdf.without_running_lines(pages) == pages


def test_a_sentence_goes_on_across_pages() -> None:
    first = ["Gazette", "The keeper of the light lets two rooms above the boathouse to", "1"]
    second = ["Gazette", "those who missed the ferry and have to stay until the morning.", "2"]
    [article] = read_pdf(pdf_bytes(first, second)).articles
    assert article.text == f"{first[1]} {second[1]}"


def test_a_line_that_recurs_inside_pages_stays() -> None:
    pages = [
        ["a", "b", f"{name} speaks:", "All rise.", f"{name} ends.", "y", "z"] for name in ("Ann", "Bob", "Cy")
    ]
    kept = pdf.without_running_lines(pages)
    assert [page.count("All rise.") for page in kept] == [1, 1, 1]
    assert kept[0] == ["Ann speaks:", "All rise.", "Ann ends."]


def test_the_lines_of_a_single_page_all_stay() -> None:
    assert pdf.without_running_lines([["1", "same", "same", "1"]]) == [["1", "same", "same", "1"]]


def test_letters_that_a_font_drew_as_other_signs_are_restored() -> None:
    [article] = read_pdf(pdf_bytes(["The ﬁrst ofﬁce of ⼈⼝"])).articles
    assert article.text == "The first office of 人口"


def test_radicals_that_stand_for_words_are_restored() -> None:
    [article] = read_pdf(pdf_bytes(["国⺠议会的意⻅，⻋站与⻓城。"])).articles
    assert article.text == "国民议会的意见，车站与长城。"


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"On the left stands line {word}" for word in GOODS]
    right = [f"and on the right comes {word}" for word in GOODS]
    [article] = read_pdf(pdf_bytes(left + right, columns=2)).articles
    assert article.text.split() == " ".join(left + right).split()


def test_pages_without_text_are_noted() -> None:
    contents = read_pdf(pdf_bytes([VIETNAMESE], [], []))
    assert contents.articles[0].text == VIETNAMESE
    assert contents.notes == ("no text on 2 of 3 pages: 2, 3",)


def test_a_scanned_pdf_is_refused() -> None:
    with pytest.raises(
        ReadError, match=r"a\.pdf: has no text in it: its pages are pictures \(run OCR over it first\)"
    ):
        read_pdf(pdf_bytes([], []))


def test_too_many_pages_and_too_much_text_are_refused() -> None:
    with pytest.raises(ReadError, match=r"a\.pdf: has 3 pages, the limit is 2 \(split it\)"):
        read_pdf(pdf_bytes(["a"], ["b"], ["c"]), Limits(max_pages=2))
    with pytest.raises(ReadError, match=r"a\.pdf: unpacks to over 0\.0 MiB of text"):
        read_pdf(pdf_bytes(["a" * 50], ["b" * 60]), Limits(max_bytes=100))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_asked_for_only_where_one_is_needed(algorithm: str) -> None:
    plain = pdf_bytes([VIETNAMESE])
    with pytest.raises(ReadError, match=r"a\.pdf: is protected with a password \(save a copy without one\)"):
        read_pdf(encrypted(plain, "secret", "owner", algorithm))
    assert read_pdf(encrypted(plain, "", "owner", algorithm)).articles[0].text == VIETNAMESE


@pytest.mark.parametrize("data", [b"not a pdf", pdf_bytes(["a"])[:300], b"%PDF-1.7\n" + bytes(100)])
def test_a_damaged_pdf_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf: .+$"):
        read_pdf(data)


def test_a_page_tree_in_a_circle_is_refused() -> None:
    data = pdf_bytes(["a"]).replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(ReadError, match=r"^a\.pdf: .+$"):
        read_pdf(data)


# --- Web pages ----------------------------------------------------------------------------------------

SENTENCES = [
    "五月六日，青河县最后一所山村小学通了光纤，孩子们第一次和县城的同学一起上英语课。",
    "校长说，从前老师要走三个小时的山路去镇上下载课件，现在坐在教室里就能看到全国的公开课。",
    "县里打算明年给每个教学点配两台大屏幕，并请城里的老师每周在线讲两次科学课。",
    "村民们凑钱修了一间小机房，晚上大人们也可以来这里学种果树的技术，打听外面的价钱。",
]
PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>山村小学通了光纤 - 青河新闻网</title>
<meta property="og:title" content="山村小学通了光纤"><meta property="og:site_name" content="青河新闻网">
<meta property="og:url" content="https://news.example.org/a/1.html">
<meta property="article:published_time" content="2021-05-06T08:00:00+08:00"></head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/x">国内新闻</a></li></ul></nav>
<article><h1>山村小学通了光纤</h1>{paragraphs}<script>alert("no")</script></article>
<footer>版权所有 青河新闻网</footer></body></html>"""


def page(charset: str = "utf-8") -> str:
    return PAGE.format(
        charset=charset, paragraphs="".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 3)
    )


def read_html(data: bytes) -> Contents:
    return html.read(data, "a.html", Limits())


def test_a_page_gives_its_main_text_and_metadata() -> None:
    [article] = read_html(page().encode()).articles
    assert (article.title, article.source, article.date, article.url) == (
        "山村小学通了光纤",
        "青河新闻网",
        "2021-05-06",
        "https://news.example.org/a/1.html",
    )
    assert [line for line in article.text.split("\n") if line in SENTENCES] == SENTENCES * 3
    assert not any(noise in article.text for noise in ("首页", "版权", "alert"))


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("no-such", "gb18030"),
    ],
)
def test_a_page_in_another_encoding_declared_or_not(charset: str, encoding: str) -> None:
    [article] = read_html(page(charset).encode(encoding)).articles
    assert article.title == "山村小学通了光纤"
    assert SENTENCES[0] in article.text


def test_a_declared_encoding_beats_a_guess() -> None:
    data = '<html><head><meta charset="shift_jis"></head><body><p>港に船が来る。</p></body></html>'.encode(
        "shift_jis"
    )
    assert read_html(data).articles[0].text.strip() == "港に船が来る。"


def test_a_fragment_gives_its_visible_text() -> None:
    [article] = read_html(b"<p>Only a line.</p><script>var a;</script>").articles
    assert article.text.split() == ["Only", "a", "line."]


@pytest.mark.parametrize("data", [b"<html><body><script>x()</script></body></html>", b"<div>" * 100_000])
def test_a_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.html: holds no text"):
        read_html(data)


def test_a_year_in_a_page_is_not_taken_for_its_first_of_january() -> None:
    text = "<p>The school opened its doors to two hundred pupils after years of waiting, its head said.</p>"
    page_text = f"<html><body><article><h1>School</h1><p>5 مايو 2023</p>{text}</article></body></html>"
    [article] = read_html(page_text.encode()).articles
    assert article.date in {None, "2023", "2023-05-05"}
