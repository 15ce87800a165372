"""The picture of a library: where articles stand, what is drawn and said, and that none of it is markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.types import Article, article_id
from embeddings.encoders import HashEncoder
from embeddings.library import Library
from embeddings.library.records import ArticleRecord, FileState
from embeddings.protocols import Vectors
from ui.page.languages import READER_LANGUAGES
from ui.page.picture.components import Components
from ui.page.picture.kinds import OTHERS, SHAPES, kinds
from ui.page.picture.labels import drawn_width, labels, shortened
from ui.page.picture.periods import STEPS, Period, Scale, period
from ui.page.picture.plane import Canvas, Fit, apart, beside
from ui.page.picture.rendering import picture
from ui.page.picture.survey import Asked, Survey, Surveyor
from ui.page.picture.words import WORDS, Words

CANVAS = Canvas(400, 300)
EVIL = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>"
places = st.lists(st.tuples(st.floats(28, 372), st.floats(28, 272)), min_size=1, max_size=25)


def vectors(count: int, dim: int = 12) -> Vectors:
    found = np.random.default_rng(7).normal(size=(count, dim))
    units: Vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    return units


def record(number: int, language: str = "en", date: str | None = "2020-03-04") -> ArticleRecord:
    return ArticleRecord(f"{number:016x}", f"Title {number}", language, "Daily", date, None, 9, 1, "")


def survey(articles: list[ArticleRecord], total: int | None = None) -> Survey:
    components = Components.of(vectors(len(articles)))
    points = components.place(vectors(len(articles)))
    return Survey(tuple(articles), points, components, total or len(articles))


def drawings(shown: str) -> list[ET.Element]:
    """The map, and the timeline if there is one; fails on HTML that does not nest."""
    whole = shown.replace(" hidden", ' hidden=""')
    tree = ET.fromstring(f"<div>{whole}</div>")  # noqa: S314 - ours
    return [svg for svg in tree.iter("svg") if svg.get("role") == "group"]


def classed(parent: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in parent.iter() if name in node.get("class", "").split()]


# Where articles stand


def test_components_show_a_plane_as_it_is() -> None:
    plane = np.random.default_rng(1).normal(size=(30, 2)).astype(np.float32)
    axes = np.linalg.qr(np.random.default_rng(2).normal(size=(9, 2)))[0].T.astype(np.float32)
    components = Components.of(plane @ axes)
    placed = components.place(plane @ axes)
    shown, actual = (np.linalg.norm(points[:, None] - points, axis=2) for points in (placed, plane))
    np.testing.assert_allclose(shown, actual, atol=1e-4)
    assert components.share == pytest.approx(1)


def test_components_are_the_same_whichever_way_the_axes_come() -> None:
    found = Components.of(vectors(20))
    greatest = np.abs(found.axes).argmax(axis=1)
    assert (found.axes[[0, 1], greatest] > 0).all()
    np.testing.assert_allclose(Components.of(vectors(20)[::-1]).axes, found.axes, atol=1e-4)
    assert 0 < found.share < 1


@pytest.mark.parametrize("given_", [vectors(0), vectors(1), vectors(1).repeat(3, axis=0)])
def test_components_of_vectors_that_do_not_differ_put_all_in_one_place(given_: Vectors) -> None:
    components = Components.of(given_)
    assert components.place(given_) == pytest.approx(np.zeros((len(given_), 2)), abs=1e-5)
    assert not components.axes.any()
    assert components.share == 1


def test_two_vectors_stand_on_a_line() -> None:
    placed = Components.of(vectors(2)).place(vectors(2))
    assert abs(placed[0, 0] - placed[1, 0]) == pytest.approx(np.linalg.norm(vectors(2)[0] - vectors(2)[1]))
    assert placed[:, 1] == pytest.approx(0)


@given(places)
def test_marks_come_apart_and_stay_on_the_canvas(found: list[tuple[float, float]]) -> None:
    moved = apart(np.array(found, np.float32), 10, CANVAS)
    gaps = np.linalg.norm(moved[:, None] - moved, axis=2) + 1000 * np.eye(len(moved))
    assert gaps.min() > 8
    assert (moved >= CANVAS.corners[0]).all()
    assert (moved <= CANVAS.corners[1]).all()


def test_marks_that_stand_apart_stay_where_they_are() -> None:
    grid = np.array([(x, y) for x in range(50, 350, 20) for y in range(50, 250, 20)], np.float32)
    np.testing.assert_array_equal(apart(grid, 20, CANVAS), grid)


@given(places)
def test_a_question_stands_clear_of_every_mark(found: list[tuple[float, float]]) -> None:
    marks = np.array(found, np.float32)
    place = beside(marks[0], marks, 12, CANVAS)
    assert np.linalg.norm(marks - place, axis=1).min() > 11.8
    free = np.array([-500, -500], np.float32)
    np.testing.assert_array_equal(beside(marks[0], free[None], 12, CANVAS), marks[0])


def test_a_fit_fills_the_canvas_alike_in_both_directions() -> None:
    points = np.array([(0, 0), (1, 0), (0, 2)], np.float32)
    low, right, high = Fit.of(points, CANVAS)(points)
    assert low[1] - high[1] == pytest.approx(CANVAS.height - 2 * CANVAS.margin)
    assert low[1] - high[1] == pytest.approx(2 * (right[0] - low[0]))
    outside = Fit.of(points, CANVAS)(np.array([(99, -99)], np.float32))[0]
    assert tuple(outside) == (CANVAS.width - CANVAS.margin, CANVAS.height - CANVAS.margin)
    np.testing.assert_allclose(Fit.of(points[:1], CANVAS)(points[:1])[0], CANVAS.centre)


# Dates


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2020", Period(24240, 24252)),
        ("2020-03", Period(24242, 24243)),
        ("2020-02-29", Period(24241 + 28 / 29, 24242)),
        *(
            (wrong, None)
            for wrong in (None, "", "0000", "2020-13", "2021-02-29", "2020-00", "20", "2020-1-1")
        ),
        ("２０２０", None),
    ],
)
def test_a_date_is_as_long_as_it_is_vague(date: str | None, expected: Period | None) -> None:
    assert period(date) == expected


@given(st.lists(st.dates(), min_size=1, max_size=9), st.integers(2, 40))
def test_a_scale_is_the_finest_that_holds_all_dates(days: list[object], most: int) -> None:
    found = [one for day in days if (one := period(str(day)))]
    scale = Scale.over(found, most)
    assert all(0 <= scale.division(one.middle) < scale.divisions <= most for one in found)
    finer = [step for step in STEPS if step < scale.step]
    spans = ({int(one.middle // step) for one in found} for step in finer)
    assert all(max(span) - min(span) >= most for span in spans)


def test_divisions_are_named_as_readers_write_dates() -> None:
    months, quarters, decades = Scale(24240, 24252, 1), Scale(24240, 24252, 3), Scale(24240, 24480, 120)
    assert months.name(2, "en") == "March 2020"
    assert quarters.name(1, "zh-Hant") == "2020年4月 – 2020年6月"
    assert decades.name(0, "en") == "2020 – 2029"
    assert decades.tick(24360, "en") == "2030"


# Shapes, colours, titles


def test_the_pages_own_languages_look_the_same_in_every_library() -> None:
    assert kinds(["vi", "en", "fr"])["vi"] == kinds(["zh-Hans", "vi"])["vi"]
    many = kinds([*READER_LANGUAGES, "fr", "fr", "fr", "de", "de", "ru", "ar", "ja"])
    assert sorted(many[tag] for tag in (*READER_LANGUAGES, "fr", "de", "ar")) == list(range(OTHERS))
    assert {many[tag] for tag in ("ja", "ru")} == {OTHERS}


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_stands_out_from_the_ground(dark: bool) -> None:
    from ui.page.panel import ASSETS
    from ui.page.theme import COLOURS

    css = (ASSETS / "picture.css").read_text(encoding="utf-8")
    blocks = re.findall(r"#pc-picture \{([^}]*--pc-kind-0[^}]*)\}", css)
    colours = re.findall(r"--pc-kind-\d: (#\w{6})", blocks[dark])
    assert len(set(colours)) == len(SHAPES)
    grounds = [COLOURS[name][dark] for name in ("background_fill_primary", "body_background_fill")]
    assert min(contrast(one, other) for one in colours for other in grounds) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_titles_are_shortened_to_whole_words_or_characters() -> None:
    assert shortened("China and Southeast Asia compare notes", 26) == "China and Southeast Asia…"
    assert shortened("减贫如何用好数字技术", 12) == "减贫如何用…"
    assert shortened("Short", 12) == "Short"
    assert drawn_width("e\u0301") == drawn_width("e")


def test_titles_lie_over_no_mark_and_no_other_title() -> None:
    crowd = [(200.0 + 9 * number, 150.0) for number in range(9)]
    found = labels([f"A title {number}" for number in range(9)], crowd, 10, CANVAS, longest=20)
    assert 0 < len(found) < 9
    for label in found:
        x, y = label.place
        half = drawn_width(label.words) / 2
        assert not any(abs(mark[0] - x) < half and abs(mark[1] - y) < 5 for mark in crowd)
    assert labels(["Alone"], [(200.0, 150.0)], 10, CANVAS, longest=20)[0].words == "Alone"


# What is drawn and said


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3, 60])
def test_every_article_is_a_named_mark_on_the_map_and_on_the_timeline(count: int, narrow: bool) -> None:
    articles = [record(number, "vi" if number % 2 else "en") for number in range(count)]
    shown = picture(survey(articles), narrow=narrow)
    by_meaning, by_date = drawings(shown)
    marks = classed(by_meaning, "pc-mark")
    assert {mark.get("data-article") for mark in marks} == {article.id for article in articles}
    assert marks[0].get("aria-label") == "Title 0 (Daily · 4 March 2020 · English)"
    assert all(mark.get("role") == "button" and mark.get("tabindex") == "-1" for mark in marks)
    assert listed(by_date) == sorted(article.id for article in articles)


def listed(by_date: ET.Element) -> list[str]:
    """The articles on a timeline, sorted."""
    marks = classed(by_date, "pc-mark")
    ids = (mark.get("data-articles") or mark.get("data-article") or "" for mark in marks)
    return sorted(id_ for held in ids for id_ in held.split())


def test_an_empty_library_says_what_will_be_here() -> None:
    assert WORDS["vi"].empty in picture(survey([]), language="vi")


def test_the_question_is_a_star_with_a_line_to_each_article_cited() -> None:
    found = survey([record(number) for number in range(8)])
    asked = Asked("Why & how?", found.points[0], frozenset({record(2).id, record(5).id, "unknown"}))
    by_meaning, by_date = drawings(picture(found, asked))
    assert [star.get("aria-label") for star in classed(by_meaning, "pc-star")] == [
        "Your question: Why & how?"
    ]
    assert len(classed(by_meaning, "pc-ray")) == 2
    for drawing in (by_meaning, by_date):
        cited = {mark.get("data-article") for mark in classed(drawing, "pc-cited")}
        assert cited == {record(2).id, record(5).id}
    assert not classed(drawings(picture(found))[0], "pc-star")


def test_vague_dates_show_their_stretch_and_undated_articles_stand_beside() -> None:
    shown = picture(
        survey([record(0), record(1, date="2020"), record(2, date="2020-05"), record(3, date=None)])
    )
    by_date = drawings(shown)[1]
    assert len(classed(by_date, "pc-stretch")) == 2
    assert listed(by_date) == [record(number).id for number in range(3)]
    assert f'data-articles="{record(3).id}"' in shown
    assert "Without a date: 1" in shown
    assert WORDS["en"].stretch in shown
    assert WORDS["en"].stretch not in picture(survey([record(0), record(1)]))


def test_without_any_date_there_is_no_timeline() -> None:
    shown = picture(survey([record(0, date=None), record(1, date="soon")]))
    assert len(drawings(shown)) == 1
    assert WORDS["en"].none_dated in shown


def test_many_articles_become_bars_that_hold_each_of_them_once() -> None:
    dates = [f"{2015 + number % 9}-{1 + number % 12:02}-11" for number in range(400)]
    articles = [record(number, ("en", "vi", "ar")[number % 3], date) for number, date in enumerate(dates)]
    found = survey(articles)
    asked = Asked("Why?", found.points[0], frozenset({articles[7].id}))
    by_date = drawings(picture(found, asked))[1]
    bars = classed(by_date, "pc-bar")
    assert listed(by_date) == sorted(article.id for article in articles)
    assert [articles[7].id in (bar.get("data-articles") or "") for bar in classed(by_date, "pc-cited")] == [
        True
    ]
    assert any(bar.get("aria-label", "").startswith("January 2015 – March 2015 · ") for bar in bars)
    assert any(bar.get("aria-label", "").endswith(" articles") for bar in bars)


def test_a_library_that_is_too_large_says_what_is_shown() -> None:
    assert "Shown are the 3 articles added last, of 2,500." in picture(survey([record(0)] * 3, total=2500))
    assert "added last" not in picture(survey([record(0)] * 3))


def test_articles_and_questions_are_never_markup() -> None:
    evil = replace(record(0), title=EVIL, source=EVIL, language=f"en-{EVIL}", date=EVIL)
    found = survey([evil, replace(record(1), title="\ud800 broken")])
    shown = picture(found, Asked(EVIL, found.points[0]))
    assert "<script" not in shown
    assert "<img" not in shown
    assert len(classed(drawings(shown)[0], "pc-mark")) == 2


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_the_picture_speaks_the_readers_language(language: str) -> None:
    shown = picture(survey([record(0), record(1, "zh-Hant"), record(2, "vi")]), language=language)
    assert WORDS[language].map_caption in shown
    assert f"<h2>{WORDS[language].heading}</h2>" in shown
    for field in fields(Words):
        taken = [set(re.findall(r"\{\w+\}", getattr(words, field.name))) for words in WORDS.values()]
        assert all(found == taken[0] for found in taken), field.name


# Over a library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library", HashEncoder(64)) as library:
        yield library


def add(library: Library, text: str, language: str = "en") -> str:
    article = Article(article_id(text), text[:20], text, language, "Daily", "2020")
    path = Path(f"/nowhere/{article.id}")
    with library.writing():
        library.put(FileState(path, 1, 1, ""), [library.indexed(article)], [], [article.id])
    return article.id


def test_a_library_is_surveyed_once_until_it_changes(library: Library) -> None:
    surveyor = Surveyor(library)
    assert surveyor.survey().articles == ()
    tea = add(library, "Tea is grown on the hills. It is picked in spring.")
    first = surveyor.survey()
    assert [article.id for article in first.articles] == [tea]
    assert surveyor.survey() is first
    add(library, "Chè được trồng trên đồi.", "vi")
    second = surveyor.survey()
    assert (len(second.articles), len(second.points), second.total) == (2, 2, 2)
    library.remove(tea)
    assert [article.language for article in surveyor.survey().articles] == ["vi"]


def test_a_question_lies_with_the_article_that_says_the_same(library: Library) -> None:
    texts = ["Tea is grown on the hills", "Ships sail far across seas", "Wheat feeds many people here"]
    ids = [add(library, text) for text in texts]
    surveyor = Surveyor(library)
    found = surveyor.survey()
    for id_, text in zip(ids, texts, strict=True):
        asked = surveyor.asked(f"  {text}?", [id_], found)
        nearest = int(np.linalg.norm(found.points - asked.point, axis=1).argmin())
        assert (asked.text, found.articles[nearest].id) == (f"{text}?", id_)
    with pytest.raises(InputError, match="no letter"):
        surveyor.asked("?!", [], found)
