from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.samples import sample_questions
from embeddings.library import Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.language_model import LanguageModelAnswerer
from qa.assistant import Assistant
from qa.conversation import resolve
from qa.generation import GenerationError, Message
from qa.retrieval import HybridRetriever
from qa.types import Turn

XQUAD_R = Path(__file__).parents[3] / "shared" / "eval" / "xquad-r"

GANSU = "How many poor counties in Gansu were lifted out of poverty?"
GANSU_HANS = "甘肃全省共有多少个贫困县全部脱贫？"
GANSU_HANT = "甘肅省內多少個貧困縣全部脫貧？"
GANSU_VI = "Bao nhiêu huyện nghèo của tỉnh Cam Túc đã thoát nghèo?"
FORUM = "How many people attended the forum in Nanning in 2022?"
FORUM_HANS = "2022年在南宁举办的论坛有多少人参加？"
FORUM_VI = "Diễn đàn năm 2022 ở Nam Ninh có bao nhiêu người tham dự?"
CENTRE = "Which deputy head of the International Poverty Reduction Center in China spoke?"
CENTRE_HANS = "中国国际扶贫中心的副主任是谁？"
CENTRE_HANT = "中國國際扶貧中心的副主任是誰？"
CENTRE_VI = "Phó giám đốc Trung tâm Giảm nghèo Quốc tế Trung Quốc là ai?"
ENVOY = "Who is China's ambassador to Vietnam?"
ENVOY_HANS = "中国驻越南大使是谁？"

SUBSTITUTED = [
    (GANSU, "And in Guangxi?", "How many poor counties in Guangxi were lifted out of poverty?"),
    (GANSU, "what about guangxi", "How many poor counties in Guangxi were lifted out of poverty?"),
    (GANSU, "How about Lai Chau?", "How many poor counties in Lai Chau were lifted out of poverty?"),
    (GANSU, "Guangxi?", "How many poor counties in Guangxi were lifted out of poverty?"),
    (GANSU, "How many in Yunnan?", "How many poor counties in Yunnan were lifted out of poverty?"),
    (GANSU, "Same question for Yunnan", "How many poor counties in Yunnan were lifted out of poverty?"),
    (GANSU, "OK, and Vietnam's?", "How many poor counties in Vietnam were lifted out of poverty?"),
    (GANSU, "那广西呢？", "How many poor counties in Guangxi were lifted out of poverty?"),
    (GANSU, "Thế còn Quảng Tây?", "How many poor counties in Guangxi were lifted out of poverty?"),
    (ENVOY, "And to Laos?", "Who is China's ambassador to Laos?"),
    (ENVOY, "那老挝呢？", "Who is China's ambassador to Laos?"),
    (FORUM, "And in 2021?", "How many people attended the forum in Nanning in 2021?"),
    (FORUM, "2019?", "How many people attended the forum in Nanning in 2019?"),
    (FORUM, "What about Longnan?", "How many people attended the forum in Longnan in 2022?"),
    (FORUM, "And in Shenzhen in 2019?", "How many people attended the forum in Shenzhen in 2019?"),
    (FORUM, "What about the Shenzhen forum?", "How many people attended the forum in Shenzhen in 2022?"),
    ("Who is Tang Renjian?", "And Liu Huanxin?", "Who is Liu Huanxin?"),
    (GANSU_HANS, "那广西呢？", "广西全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "那在广西呢", "广西全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "廣西呢？", "广西全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "云南？", "云南全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "云南有多少？", "云南全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "那云南怎么样？", "云南全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "And in Guangxi?", "广西全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANS, "Còn Quảng Tây thì sao?", "广西全省共有多少个贫困县全部脱贫？"),
    (GANSU_HANT, "廣西呢？", "廣西省內多少個貧困縣全部脫貧？"),
    (GANSU_HANT, "那雲南呢", "雲南省內多少個貧困縣全部脫貧？"),
    (ENVOY_HANS, "那老挝呢？", "中国驻老挝大使是谁？"),
    ("中国驻东盟大使是谁？", "那越南呢？", "中国驻越南大使是谁？"),
    ("中國駐東協大使是誰？", "那麼越南呢？", "中國駐越南大使是誰？"),
    (FORUM_HANS, "2021年呢？", "2021年在南宁举办的论坛有多少人参加？"),
    (FORUM_HANS, "深圳的论坛呢？", "2022年在深圳举办的论坛有多少人参加？"),
    (GANSU_VI, "Còn Quảng Tây thì sao?", "Bao nhiêu huyện nghèo của tỉnh Quảng Tây đã thoát nghèo?"),
    (GANSU_VI, "Thế còn Lào?", "Bao nhiêu huyện nghèo của tỉnh Lào đã thoát nghèo?"),
    (GANSU_VI, "Và ở Vân Nam?", "Bao nhiêu huyện nghèo của tỉnh Vân Nam đã thoát nghèo?"),
    (GANSU_VI, "con Viet Nam thi sao", "Bao nhiêu huyện nghèo của tỉnh Việt Nam đã thoát nghèo?"),
    (FORUM_VI, "Còn năm 2021 thì sao?", "Diễn đàn năm 2021 ở Nam Ninh có bao nhiêu người tham dự?"),
    (FORUM_VI, "Ở Thâm Quyến thì sao?", "Diễn đàn năm 2022 ở Thâm Quyến có bao nhiêu người tham dự?"),
]
"""A question, a follow-up, and what it comes to."""

ADDED = [
    (GANSU, "What about women?", ["lifted out of poverty? (women)"]),
    (GANSU, "And in 2021?", [GANSU, "2021"]),
    (GANSU, "When was that?", ["When was that? (poor counties in Gansu"]),
    (GANSU, "How many of them?", ["How many of them?", "Gansu"]),
    (GANSU, "Why?", ["Why? (", "Gansu", "poverty)"]),
    (GANSU, "Who announced it?", ["Who announced it?", "Gansu"]),
    (GANSU, "Which ones?", ["Which ones?", "counties in Gansu"]),
    (GANSU, "Who else?", ["Gansu"]),
    (GANSU, "What happened then?", ["Gansu"]),
    (FORUM, "How many were women?", ["How many were women?", "forum in Nanning"]),
    (FORUM, "Was it online?", ["forum in Nanning"]),
    (
        CENTRE,
        "When was it founded?",
        ["When was it founded?", "International Poverty Reduction Center in China"],
    ),
    (CENTRE, "What did he say about training?", ["about training?", "deputy head"]),
    (CENTRE, "What's its address?", ["International Poverty Reduction Center"]),
    (CENTRE, "它是什么时候成立的？", ["它是什么时候成立的？", "International Poverty Reduction Center"]),
    (GANSU_HANS, "什么时候？", ["什么时候？（", "甘肃"]),
    (GANSU_HANS, "为什么？", ["甘肃", "贫困县"]),
    (GANSU_HANS, "它们是什么时候脱贫的？", ["甘肃", "贫困县"]),
    (GANSU_HANS, "这是谁宣布的？", ["谁宣布", "甘肃"]),
    (GANSU_HANS, "其中有多少在陇南？", ["陇南", "甘肃"]),
    (GANSU_HANS, "第一书记呢？", ["甘肃", "（第一书记）"]),
    (CENTRE_HANS, "它是什么时候成立的？", ["它是什么时候成立的？（中国国际扶贫中心"]),
    (CENTRE_HANS, "该中心是哪年成立的？", ["（中国国际扶贫中心"]),
    (CENTRE_HANS, "谁创办了它？", ["谁创办了它？", "中国国际扶贫中心"]),
    (CENTRE_HANS, "什么时候成立的？", ["中国国际扶贫中心"]),
    (CENTRE_HANS, "他还说了什么？", ["副主任"]),
    (CENTRE_HANT, "它是什麼時候成立的？", ["它是什麼時候成立的？（中國國際扶貧中心"]),
    (CENTRE_HANT, "那個中心是誰創辦的？", ["中國國際扶貧中心"]),
    (GANSU_VI, "Khi nào?", ["Khi nào? (", "Cam Túc"]),
    (GANSU_VI, "Tại sao?", ["Cam Túc"]),
    (GANSU_VI, "Phụ nữ thì sao?", ["Cam Túc", "(Phụ nữ)"]),
    (GANSU_VI, "Trong số đó có bao nhiêu huyện ở Lũng Nam?", ["Lũng Nam", "Cam Túc"]),
    (GANSU_VI, "Ai đã công bố điều đó?", ["Ai đã công bố", "Cam Túc"]),
    (CENTRE_VI, "Nó được thành lập khi nào?", ["Nó được thành lập khi nào? (", "Trung tâm Giảm nghèo"]),
    (CENTRE_VI, "no duoc thanh lap khi nao?", ["Trung tâm Giảm nghèo"]),
    (CENTRE_VI, "Ông ấy nói gì về đào tạo?", ["đào tạo", "Phó giám đốc"]),
    (CENTRE_VI, "Trung tâm này ở đâu?", ["Trung tâm này ở đâu? (", "Giảm nghèo Quốc tế"]),
]
"""A question, a follow-up, and what it comes to holds."""

CHAINS = [
    (
        [GANSU, "and in Guangxi?"],
        "And Yunnan?",
        "How many poor counties in Yunnan were lifted out of poverty?",
    ),
    ([GANSU_HANS, "那广西呢？", "云南呢？"], "那贵州呢", "贵州全省共有多少个贫困县全部脱贫？"),
    ([GANSU, "What about women?"], "And men?", f"{GANSU} (men)"),
    ([FORUM, "And in 2021?"], "And in Longnan?", "How many people attended the forum in Longnan in 2021?"),
    (
        [CENTRE, "When was it founded?"],
        "Who founded it?",
        "Who founded it? (deputy head of the International Poverty Reduction Center in China spoke)",
    ),
    (
        [GANSU, "When was that?"],
        "And in Yunnan?",
        "When was that? (poor counties in Yunnan were lifted out of poverty)",
    ),
    (
        [GANSU, "\u202e", "x" * 3000],
        "And in Yunnan?",
        "How many poor counties in Yunnan were lifted out of poverty?",
    ),
]

ALONE = [
    "Who is the president of France?",
    "And who is the governor of Gansu?",
    "How many poor counties are there in Guizhou?",
    "What is the digital village programme?",
    "Is it true that China has 832 poor counties?",
    "What kind of database does China plan to build so that it can share knowledge?",
    "Capital of Gansu?",
    "Who are you?",
    "深圳有多少个项目？",
    "那深圳有多少人脱贫？",
    "唐仁健是谁？",
    "你是谁？",
    "其他国家从中国的减贫经验中学到了什么？",
    "那不勒斯的人口是多少？",
    "誰是甘肅省省長？",
    "Hà Nội là gì?",
    "Còn bao nhiêu huyện nghèo ở Vân Nam?",
    "Ai là đại sứ Trung Quốc tại Việt Nam?",
    "Họ của đại sứ Trung Quốc tại Việt Nam là gì?",
    "Chúng ta có thể học được gì từ Vân Nam?",
]


def _language(question: str) -> str:
    if any("\u3400" <= character <= "\u9fff" for character in question):
        return "zh-Hans"
    return "en" if question.isascii() and not question.endswith(("thi sao", "khi nao?")) else "vi"


def _resolve(question: str, *asked: str) -> str:
    return resolve(question, _language(question), [Turn(earlier, "An answer.") for earlier in asked])


@pytest.mark.parametrize(("asked", "follow_up", "resolved"), SUBSTITUTED)
def test_what_a_follow_up_names_takes_the_place_of_its_kind(
    asked: str, follow_up: str, resolved: str
) -> None:
    assert _resolve(follow_up, asked) == resolved


@pytest.mark.parametrize(("asked", "follow_up", "parts"), ADDED)
def test_else_retrieval_sees_both(asked: str, follow_up: str, parts: Sequence[str]) -> None:
    resolved = _resolve(follow_up, asked)
    assert resolved != follow_up
    assert all(part in resolved for part in parts)


@pytest.mark.parametrize(("asked", "follow_up", "resolved"), CHAINS)
def test_a_follow_up_of_a_follow_up_leans_on_what_that_came_to(
    asked: Sequence[str], follow_up: str, resolved: str
) -> None:
    assert _resolve(follow_up, *asked) == resolved


@pytest.mark.parametrize("question", ALONE)
@pytest.mark.parametrize("asked", [GANSU, GANSU_HANS, GANSU_VI])
def test_a_question_that_stands_alone_is_left_alone(asked: str, question: str) -> None:
    assert _resolve(question, asked) == question


@pytest.mark.parametrize("follow_up", [follow_up for _, follow_up, _ in SUBSTITUTED + ADDED])
def test_without_a_conversation_nothing_is_resolved(follow_up: str) -> None:
    assert resolve(follow_up, _language(follow_up), []) == follow_up


def test_one_conversation_tells_nothing_to_another() -> None:
    alone = [_resolve("And in Guangxi?", asked) for asked in (GANSU, FORUM)]
    _resolve("And in Yunnan?", ENVOY, GANSU_HANS)
    assert [_resolve("And in Guangxi?", asked) for asked in (GANSU, FORUM)] == alone


def _altered(questions: Sequence[tuple[str, str]], seed: int) -> float:
    """The share of questions, asked in random succession, that are taken for follow-ups."""
    shuffled = random.Random(seed).sample(questions, len(questions))
    turns = [[Turn(text, "")] for _, text in shuffled]
    resolved = [resolve(text, tag, turn) for (tag, text), turn in zip(shuffled[1:], turns, strict=False)]
    return sum(after != text for after, (_, text) in zip(resolved, shuffled[1:], strict=True)) / len(resolved)


def test_the_projects_own_questions_in_random_succession_stand_alone() -> None:
    lines = sample_questions().read_text("utf-8").splitlines()
    questions = [(line["language"], line["question"]) for line in map(json.loads, lines)]
    assert all(_altered(questions, seed) == 0 for seed in range(5))


@pytest.mark.skipif(not XQUAD_R.is_dir(), reason="XQuAD-R is not beside the checkout")
@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_hardly_any_question_of_xquad_is_taken_for_a_follow_up(language: str) -> None:
    articles = json.loads((XQUAD_R / f"{language}.json").read_text("utf-8"))["data"]
    tag = "zh-Hans" if language == "zh" else language
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    questions = [(tag, qa["question"]) for paragraph in paragraphs for qa in paragraph["qas"]]
    assert _altered(questions, seed=0) <= 0.02


@given(question=st.text(max_size=60), asked=st.lists(st.text(max_size=80), max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_text_resolves_to_one_line_that_keeps_the_question_or_the_one_before(
    question: str, asked: list[str]
) -> None:
    resolved = resolve(" ".join(question.split()), "en", [Turn(text, "") for text in asked])
    assert resolved == " ".join(question.split()) or "\n" not in resolved


class _Writer:
    """A language model that writes what it is told to, and remembers what it was asked."""

    name = "writer"
    context = 4096

    def __init__(self, written: str | None) -> None:
        self._written = written
        self.asked: list[Sequence[Message]] = []

    def count_tokens(self, text: str, /) -> int:
        return len(text)

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        self.asked.append(messages)
        if self._written is None:
            raise GenerationError("writer", "it is down", "start it")
        yield from self._written


BELIEVED = [
    (GANSU, "And in Guangxi?", "How many counties in Guangxi were lifted out of poverty?"),
    (GANSU_HANS, "那广西呢？", "广西有多少个贫困县脱贫？"),
    (GANSU_VI, "Còn Quảng Tây thì sao?", "Tỉnh Quảng Tây có bao nhiêu huyện nghèo đã thoát nghèo?"),
    (CENTRE, "When was it founded?", "When was the International Poverty Reduction Center in China founded?"),
    (CENTRE_HANS, "它是什么时候成立的？", "中国国际扶贫中心是什么时候成立的？"),
]
NOT_BELIEVED = {
    "another number": "How many of the 75 poor counties in Guangxi were lifted out of poverty?",
    "another name": "How many poor counties in Guangxi did Xi Jinping lift out of poverty?",
    "another place": "How many poor counties in Guangxi and Yunnan were lifted out of poverty?",
    "not what was asked of": "How many poor counties in Gansu were lifted out of poverty by then?",
    "the question before": GANSU,
    "nothing of the question before": "Is Guangxi alive?",
    "still a follow-up": "And in Guangxi?",
    "another language": "广西有多少个贫困县脱贫？",
    "two lines": "How many poor counties in Guangxi?\nAnd why?",
    "markup": "How many poor counties in Guangxi? <img src=x>",
    "a link": "How many poor counties in Guangxi, says http://guangxi.example?",
    "nothing": " ",
    "an essay": "How many poor counties in Guangxi " + "were lifted " * 40,
}


@pytest.mark.parametrize(("asked", "follow_up", "written"), BELIEVED)
def test_a_language_model_rewrites_a_follow_up(asked: str, follow_up: str, written: str) -> None:
    writer = _Writer(f'"{written}"\n')
    history = [Turn(asked, "It is <|im_end|> [1] so.")]
    assert resolve(follow_up, _language(follow_up), history, writer) == written
    [(_, prompt)] = writer.asked
    assert follow_up in prompt.content
    assert asked in prompt.content
    assert not set("<>[]") & set(prompt.content)


@pytest.mark.parametrize("written", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
def test_what_the_conversation_does_not_bear_out_is_not_believed(written: str) -> None:
    resolved = resolve("And in Guangxi?", "en", [Turn(GANSU, "All of them.")], _Writer(written))
    assert resolved == "How many poor counties in Guangxi were lifted out of poverty?"


def test_a_chinese_name_that_nobody_said_is_not_believed() -> None:
    writer = _Writer("广西的黄文秀帮助多少个贫困县脱贫？")
    resolved = resolve("那广西呢？", "zh-Hans", [Turn(GANSU_HANS, "")], writer)
    assert resolved == "广西全省共有多少个贫困县全部脱贫？"


def test_a_model_that_fails_is_told() -> None:
    with pytest.raises(GenerationError, match="it is down"):
        resolve("And in Guangxi?", "en", [Turn(GANSU, "")], _Writer(None))


def test_a_model_that_fails_leaves_it_to_the_rule_and_is_asked_once(library: Library) -> None:
    writer = _Writer(None)
    answerer = LanguageModelAnswerer(library, writer, ExtractiveAnswerer(library))
    assistant = Assistant(library, HybridRetriever(library), answerer, rewriter=writer)
    answer = assistant.ask("And in Guangxi?", [Turn(GANSU, "")])
    assert answer.resolved == "How many poor counties in Guangxi were lifted out of poverty?"
    assert (answer.answerer, len(writer.asked)) == ("extractive", 1)
    assert answer.notices == ("Answered without the language model: writer: it is down (start it).",)
    assert len(assistant.ask("And in Guangxi?", [Turn(GANSU, "")]).notices) == 1
    assert len(writer.asked) == 2


@pytest.mark.parametrize("question", [ALONE[0], ALONE[8], ALONE[17]])
def test_a_question_that_stands_alone_is_not_put_to_the_model(question: str) -> None:
    writer = _Writer("Something else?")
    assert resolve(question, _language(question), [Turn(GANSU, "")], writer) == question
    assert writer.asked == []


CONVERSATIONS = [
    ("Roughly how many people attended the forum in Nanning?", "And in Longnan?", "將近百人"),
    ("How many people attended the partnership seminar in Longnan?", "那南宁呢？", "150"),
    (ENVOY, "And to ASEAN?", "Deng Xijun"),
    ("中国驻东盟大使是谁？", "那越南呢？", "Hùng Ba"),
    ("Đại sứ Trung Quốc tại Việt Nam là ai?", "Thế còn ASEAN?", "Deng Xijun"),
    ("When did Gansu announce that its last poor counties were off the list?", "How many of them?", "75"),
    (CENTRE, "When was it founded?", "2005"),
    (CENTRE_HANS, "它是什么时候成立的？", "2005"),
    (CENTRE_HANT, "那個中心是哪一年成立的？", "2005"),
    (CENTRE_VI, "Nó được thành lập khi nào?", "2005"),
    ("甘肃省省长是谁？", "他说了什么？", "苦甲天下"),
    (
        "Where was the 2020 global poverty reduction partnership seminar held?",
        "How many attended?",
        "將近百人",
    ),
    ("深圳同多少个省结成了帮扶关系？", "多少人脱贫？", "116"),
    ("How much money has Shenzhen given to the regions that it supports?", "And projects?", "4万"),
    ("Những tỉnh nào của Việt Nam dự hội thảo giảm nghèo với Vân Nam?", "Ai phát biểu?", "Nguyễn Minh Vũ"),
    (
        "Who runs China's National Rural Revitalization Administration?",
        "What did he say about secretaries?",
        "186,000",
    ),
    ("全球減貧夥伴研討會今年是第幾屆？", "前三屆呢？", "羅馬"),
    (
        "How many Chinese counties left poverty, according to China's ambassador to Vietnam?",
        "And farmers?",
        "100 triệu",
    ),
]
"""A question on the sample articles, a follow-up, and what the passage that answers it holds."""


@pytest.mark.model
def test_resolved_follow_ups_find_the_passages_that_answer_them(sample_assistant: Assistant) -> None:
    found = {
        follow_up: any(
            held in hit.passage.text for hit in sample_assistant.search(_resolve(follow_up, asked))
        )
        for asked, follow_up, held in CONVERSATIONS
    }
    assert sum(found.values()) >= len(found) - 1, found


@pytest.mark.parametrize("reversal", ["And the other way round?", "反过来呢？", "Còn ngược lại thì sao?"])
@given(st.permutations(["Vietnam", "Laos", "Kenya", "Peru", "Nanning", "Alibaba"]))
@settings(deadline=None)
def test_roles_exchanged_twice_are_as_they_were(reversal: str, names: list[str]) -> None:
    asked = f"How much rice did {names[0]} sell to {names[1]}?"
    turns = [Turn(asked, "Some.")]
    language = "en" if reversal.isascii() else "zh-Hans" if "呢" in reversal else "vi"
    assert resolve(reversal, language, turns) == f"How much rice did {names[1]} sell to {names[0]}?"
    assert resolve(reversal, language, [*turns, Turn(reversal, "None.")]) == asked


LENT = "How much did Germany lend to Kenya?"
POOR = "How many poor counties did Guizhou have?"


@pytest.mark.parametrize(
    ("asked", "follow_up", "written"),
    [
        (LENT, "And Kenya?", "How much did Kenya lend to Germany?"),
        (LENT, "And from Kenya?", "How much did Germany borrow from Kenya?"),
        (
            "Did the museum sell the painting to the bank?",
            "And the other way round?",
            "Did the bank sell the painting to the museum?",
        ),
        ("越南向中国出口了多少大米？", "那中国呢？", "中国向越南出口了多少大米？"),
        ("Việt Nam bán bao nhiêu gạo sang Trung Quốc?", "Còn Trung Quốc?", "Trung Quốc bán bao nhiêu gạo?"),
    ],
)
def test_what_no_rule_decides_is_left_to_the_language_model(asked: str, follow_up: str, written: str) -> None:
    language, turns = _language(follow_up), [Turn(asked, "Some.")]
    assert resolve(follow_up, language, turns) == follow_up
    assert resolve(follow_up, language, turns, _Writer(written)) == written
    assert resolve(follow_up, language, turns, _Writer(asked)) == follow_up


def test_what_the_language_model_makes_of_an_undecided_follow_up_asks_of_what_that_names() -> None:
    written = "How much did Germany lend in all?"
    assert resolve("And Kenya?", "en", [Turn(LENT, "Some.")], _Writer(written)) == "And Kenya?"


@pytest.mark.parametrize(
    ("asked", "follow_up", "resolved"),
    [
        ([LENT, "And Kenya?"], "And France to Uganda?", "How much did France lend to Uganda?"),
        ([LENT, "And Kenya?"], "And the other way round?", "How much did Kenya lend to Germany?"),
        ([POOR, "And the other way round?"], "And in Guangxi?", POOR.replace("Guizhou", "Guangxi")),
        ([POOR, "And Guizhou?"], "And in Guangxi?", POOR.replace("Guizhou", "Guangxi")),
        (["越南向中国出口了多少大米？", "那中国呢？"], "反过来呢？", "中国向越南出口了多少大米？"),
    ],
)
def test_the_next_question_leans_on_the_one_before_what_is_undecided(
    asked: Sequence[str], follow_up: str, resolved: str
) -> None:
    assert _resolve(follow_up, *asked) == resolved


@pytest.mark.parametrize(
    ("asked", "follow_up"),
    [
        ("What is the population of Gansu?", "What about Gansu?"),
        ("What is the population of Gansu?", "And in Gansu?"),
        (POOR, "And Guizhou?"),
        (LENT, "And to Kenya?"),
        ("甘肃有多少人口？", "那甘肃呢？"),
    ],
)
def test_a_name_in_the_role_that_it_had_asks_the_same_again(asked: str, follow_up: str) -> None:
    assert _resolve(follow_up, asked) == asked
