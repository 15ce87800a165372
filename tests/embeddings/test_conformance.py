"""The fast engines give the vectors of float32: 1,000 sentences in 11 languages, cosine .995 and more."""

from __future__ import annotations

import random
from functools import cache
from importlib import util
from itertools import product

import numpy as np
import pytest

from corpus.reading import read_file
from corpus.samples import sample_articles
from corpus.sentences import split_sentences
from embeddings.encoders import BundledEncoder
from embeddings.encoders.e5 import E5Model, NumpyEngine, OpenVinoEngine, bundled_weights
from embeddings.general_lines import GENERAL_LINES
from embeddings.protocols import Vectors

LEAST_COSINE = 0.995
SENTENCES = 1000
PHRASES = {
    "ar": (
        "الخباز|الطبيب|المعلم|الصياد|العمدة",
        "عدّ {n} قاربًا|أصلح الساعة القديمة|اشترى {n} تفاحة|وصف الجسر الجديد|أغلق المكتبة",
        "صباح يوم الاثنين|قرب النهر|قبل شتاء عام {y}|بمساعدة الجيران",
        "{who} {did} {when}.",
    ),
    "de": (
        "Der Bäcker|Der Arzt|Der Lehrer|Der Fischer|Der Bürgermeister",
        "{n} Boote|die alte Uhr|{n} Äpfel|die neue Brücke|den Schlüssel der Bibliothek",
        "am Montagmorgen|am Fluss|vor dem Winter {y}|mit Hilfe der Nachbarn",
        "{who} suchte {when} {did}.",
    ),
    "el": (
        "Ο φούρναρης|Ο γιατρός|Ο δάσκαλος|Ο ψαράς|Ο δήμαρχος",
        "μέτρησε {n} βάρκες|είδε το παλιό ρολόι|αγόρασε {n} μήλα|έδειξε τη νέα γέφυρα|έφυγε νωρίς",
        "τη Δευτέρα το πρωί|κοντά στο ποτάμι|τον χειμώνα του {y}|με τη βοήθεια των γειτόνων",
        "{who} {did} {when}.",
    ),
    "en": (
        "The baker|The doctor|The teacher|The fisherman|The mayor",
        "counted {n} boats|repaired the old clock|bought {n} apples|saw the new bridge|closed the library",
        "on Monday morning|near the river|before the winter of {y}|with the neighbours' help",
        "{who} {did} {when}.",
    ),
    "es": (
        "El panadero|El médico|El maestro|El pescador|El alcalde",
        "contó {n} barcos|reparó el reloj viejo|compró {n} manzanas|vio el puente nuevo|cerró la biblioteca",
        "el lunes por la mañana|cerca del río|antes del invierno de {y}|con sus vecinos",
        "{who} {did} {when}.",
    ),
    "hi": (
        "बेकर|डॉक्टर|शिक्षक|मछुआरे|महापौर",
        "{n} नावें गिनीं|पुरानी घड़ी ठीक की|{n} सेब खरीदे|नए पुल का वर्णन किया|पुस्तकालय बंद किया",
        "सोमवार की सुबह|नदी के पास|{y} की सर्दियों से पहले|पड़ोसियों की मदद से",
        "{who} ने {when} {did}।",
    ),
    "ru": (
        "Пекарь|Врач|Учитель|Рыбак|Мэр",
        "насчитал {n} лодок|починил старые часы|купил {n} кг яблок|описал новый мост|закрыл библиотеку",
        "в понедельник утром|у реки|перед зимой {y} года|с помощью соседей",
        "{who} {did} {when}.",
    ),
    "th": (
        "คนทำขนมปัง|หมอ|ครู|ชาวประมง|นายกเทศมนตรี",
        "นับเรือได้ {n} ลำ|ซ่อมนาฬิกาเก่า|ซื้อแอปเปิล {n} ลูก|บรรยายถึงสะพานใหม่|ปิดห้องสมุด",
        "ในเช้าวันจันทร์|ใกล้แม่น้ำ|ก่อนฤดูหนาวปี {y}|ด้วยความช่วยเหลือของเพื่อนบ้าน",
        "{who}{did}{when}",
    ),
    "tr": (
        "Fırıncı|Doktor|Öğretmen|Balıkçı|Belediye başkanı",
        "{n} tekne saydı|eski saati onardı|{n} elma satın aldı|yeni köprüyü anlattı|kütüphaneyi kapattı",
        "pazartesi sabahı|nehrin yanında|{y} kışından önce|komşuların yardımıyla",
        "{who} {when} {did}.",
    ),
    "vi": (
        "Người thợ bánh|Bác sĩ|Thầy giáo|Người đánh cá|Thị trưởng",
        "đã đếm {n} con thuyền|đã sửa chiếc đồng hồ cũ|đã mua {n} quả táo|đã tả cây cầu mới|đã rời thư viện",
        "vào sáng thứ Hai|gần dòng sông|trước mùa đông năm {y}|với sự giúp đỡ của hàng xóm",
        "{who} {did} {when}.",
    ),
    "zh": (
        "面包师|医生|老师|渔夫|市长",
        "清点了{n}条船|修好了旧钟|买了{n}个苹果|描述了新桥|关闭了图书馆",
        "星期一早上|在河边|在{y}年冬天以前|在邻居的帮助下",
        "{who}{when}{did}。",
    ),
}
"""Who, did what, when or where, and the sentence; parallel in every language."""


def made_up(language: str) -> list[str]:
    """A hundred sentences; every third has one more after it, so that lengths differ."""
    chance = random.Random(language)
    *parts, form = PHRASES[language]
    sentences = [
        form.format(who=who, did=did, when=when).format(
            n=chance.randint(2, 9999), y=chance.randint(1900, 2024)
        )
        for who, did, when in product(*(part.split("|") for part in parts))
    ]
    chance.shuffle(sentences)
    return [
        sentence if place % 3 else f"{sentence} {sentences[place - 1]}"
        for place, sentence in enumerate(sentences)
    ]


def written() -> dict[str, list[str]]:
    """The sentences of the sample articles, and everyday lines, by the first part of their language's tag."""
    found = {tag.partition("-")[0]: list(lines) for tag, lines in GENERAL_LINES.items()}
    for path in sorted(sample_articles().iterdir()):
        for article in read_file(path).articles:
            spans = split_sentences(article.text)
            found[article.language.partition("-")[0]] += [article.text[at.start : at.end] for at in spans]
    return found


@cache
def sentences() -> tuple[str, ...]:
    """As many of every language; our own articles' first, where they are written in it."""
    own = written()
    shares = np.diff(np.linspace(0, SENTENCES, len(PHRASES) + 1).astype(int)).tolist()
    return tuple(
        sentence
        for language, share in zip(PHRASES, shares, strict=True)
        for sentence in [*own.get(language, [])[: share // 2], *made_up(language)][:share]
    )


@cache
def in_float32() -> Vectors:
    weights = bundled_weights()
    return E5Model(weights, NumpyEngine(weights)).passages(sentences())


def test_there_are_enough_sentences_and_none_twice() -> None:
    assert len(PHRASES) == 11
    assert len(sentences()) == SENTENCES
    assert len(set(sentences())) == SENTENCES


@pytest.mark.model
def test_the_bulk_engine_gives_the_vectors_of_float32() -> None:
    if util.find_spec("openvino") is None:
        pytest.skip("openvino is not installed")
    weights = bundled_weights()
    fast = E5Model(weights, OpenVinoEngine(weights)).passages(sentences())
    assert (fast * in_float32()).sum(axis=1).min() >= LEAST_COSINE


@pytest.mark.model
def test_the_engine_of_the_first_passages_gives_the_vectors_of_float32() -> None:
    some = slice(None, None, 5)
    encoder = BundledEncoder()
    native = encoder._encode(encoder._engine.passage, sentences()[some])
    assert (native * in_float32()[some]).sum(axis=1).min() >= LEAST_COSINE
