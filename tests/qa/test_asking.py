"""What a question asks for, in four languages and scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answering.asking import asks
from qa.answering.kinds import Kind

NUMBER, PERCENTAGE, MONEY, DURATION = Kind.NUMBER, Kind.PERCENTAGE, Kind.MONEY, Kind.DURATION
DATE, YEAR, PERSON, PLACE, ORGANISATION = Kind.DATE, Kind.YEAR, Kind.PERSON, Kind.PLACE, Kind.ORGANISATION
PHONE, EMAIL, LINK, ADDRESS = Kind.PHONE, Kind.EMAIL, Kind.LINK, Kind.ADDRESS
THING, YES_NO, OTHER = Kind.THING, Kind.YES_NO, Kind.OTHER

LABELLED = [
    (NUMBER, "How many bridges cross the river?"),
    (NUMBER, "About how many volunteers did the library train last spring?"),
    (NUMBER, "How high is the new television tower?"),
    (NUMBER, "What was the population of the valley before the dam?"),
    (NUMBER, "How old was the captain when the ship sank?"),
    (PERCENTAGE, "What percentage of households have running water?"),
    (PERCENTAGE, "What share of the crop was lost to the flood?"),
    (PERCENTAGE, "How large a proportion of the staff are women?"),
    (MONEY, "How much money did the city spend on the tram?"),
    (MONEY, "How much did the bank lend to the cooperative, in dollars worth of loans?"),
    (MONEY, "What was the total cost of the tunnel?"),
    (DURATION, "How long did the strike last?"),
    (DURATION, "For how many years was the mine open?"),
    (DATE, "When was the lighthouse built?"),
    (DATE, "On what date does the treaty expire?"),
    (DATE, "In which month do the cranes return?"),
    (YEAR, "In which year did the mill close?"),
    (YEAR, "What year was the school founded?"),
    (PERSON, "Who designed the bridge?"),
    (PERSON, "Which minister opened the hospital?"),
    (PERSON, "What is the name of the mayor who resigned?"),
    (PERSON, "Whose portrait hangs in the hall?"),
    (PLACE, "Where did the delegates meet?"),
    (PLACE, "Which two provinces share the lake?"),
    (PLACE, "In what city is the museum?"),
    (ORGANISATION, "Which company built the ferry?"),
    (ORGANISATION, "What organization runs the shelter?"),
    (THING, "Which fruit is grown on the island?"),
    (THING, "What kind of boat did the fishermen use?"),
    (YES_NO, "Did the harbour freeze last winter?"),
    (YES_NO, "Is the bridge still open?"),
    (OTHER, "Why did the price of rice fall?"),
    (OTHER, "How do bees find their way home?"),
    (OTHER, "What is a cooperative?"),
    (NUMBER, "Can you tell me how many islands there are?"),
    (DATE, "After the flood, when did the trains run again?"),
    (PERSON, "When the king died, who took over?"),
    (NUMBER, "这条河上有多少座桥？"),
    (NUMBER, "图书馆培训了几名志愿者？"),
    (NUMBER, "新电视塔有多高？"),
    (PHONE, "学校的电话号码是多少？"),
    (PHONE, "What is the telephone number of the school?"),
    (PHONE, "Số điện thoại của trường là gì?"),
    (PHONE, "so dien thoai cua truong la gi"),
    (EMAIL, "What is the school's e-mail address?"),
    (EMAIL, "學校的電子郵箱是什麼？"),
    (EMAIL, "Địa chỉ email của trường là gì?"),
    (LINK, "What is the website of the school?"),
    (LINK, "学校的网址是什么？"),
    (LINK, "Trang web của trường là gì?"),
    (ADDRESS, "At what street address is the school?"),
    (ADDRESS, "學校在哪一條街上？"),
    (ADDRESS, "Trường nằm trên phố nào?"),
    (PERCENTAGE, "有百分之几的家庭用上了自来水？"),
    (PERCENTAGE, "女职工占多大比例？"),
    (PERCENTAGE, "当地的失业率是多少？"),
    (MONEY, "修这条电车线花了多少钱？"),
    (MONEY, "市里投入的资金是多少？"),
    (DURATION, "罢工持续了多久？"),
    (DURATION, "这座矿开采了多少年？"),
    (DATE, "灯塔是什么时候建成的？"),
    (DATE, "条约哪一天到期？"),
    (DATE, "候鸟几月飞回来？"),
    (YEAR, "磨坊是哪一年关门的？"),
    (YEAR, "学校创办于何年？"),
    (PERSON, "谁设计了这座桥？"),
    (PERSON, "为医院剪彩的是哪位部长？"),
    (PERSON, "辞职的市长叫什么名字？"),
    (PLACE, "代表们在哪里开会？"),
    (PLACE, "博物馆位于哪个城市？"),
    (PLACE, "这座湖在哪两个省之间？"),
    (ORGANISATION, "渡轮是哪家公司造的？"),
    (THING, "岛上种的是什么水果？"),
    (YES_NO, "去年冬天港口结冰了吗？"),
    (YES_NO, "这座桥是否还在通车？"),
    (OTHER, "米价为什么下跌？"),
    (OTHER, "蜜蜂怎么找到回家的路？"),
    (NUMBER, "這條河上有多少座橋？"),
    (NUMBER, "這所學校有幾位老師？"),
    (PERCENTAGE, "有多少比例的家庭用上了自來水？"),
    (MONEY, "修這條電車線花了多少錢？"),
    (DURATION, "罷工持續了多長時間？"),
    (DATE, "燈塔是什麼時候建成的？"),
    (YEAR, "磨坊是哪一年關門的？"),
    (PERSON, "誰設計了這座橋？"),
    (PERSON, "辭職的市長叫什麼名字？"),
    (PLACE, "代表們在哪裡開會？"),
    (PLACE, "這種茶產自哪個縣？"),
    (ORGANISATION, "渡輪是哪家企業造的？"),
    (THING, "島上種的是什麼水果？"),
    (YES_NO, "去年冬天港口結冰了嗎？"),
    (OTHER, "米價為何下跌？"),
    (NUMBER, "Có bao nhiêu cây cầu bắc qua sông?"),
    (NUMBER, "Trường có mấy thầy cô giáo?"),
    (PERCENTAGE, "Bao nhiêu phần trăm hộ gia đình có nước máy?"),
    (PERCENTAGE, "Tỷ lệ thất nghiệp ở địa phương là bao nhiêu?"),
    (MONEY, "Thành phố đã chi bao nhiêu tiền cho tuyến xe điện?"),
    (MONEY, "Chi phí xây đường hầm là bao nhiêu?"),
    (DURATION, "Cuộc đình công kéo dài bao lâu?"),
    (DURATION, "Mỏ này hoạt động bao nhiêu năm?"),
    (DATE, "Ngọn hải đăng được xây khi nào?"),
    (DATE, "Hiệp ước hết hạn vào ngày nào?"),
    (YEAR, "Trường được lập vào năm nào?"),
    (PERSON, "Ai thiết kế cây cầu này?"),
    (PERSON, "Bộ trưởng nào khánh thành bệnh viện?"),
    (PERSON, "Vị thị trưởng từ chức tên là gì?"),
    (PERSON, "Người lái đò là ai?"),
    (PLACE, "Các đại biểu họp ở đâu?"),
    (PLACE, "Bảo tàng nằm ở thành phố nào?"),
    (PLACE, "Thủ đô của Lào là gì?"),
    (ORGANISATION, "Công ty nào đóng chiếc phà?"),
    (THING, "Trên đảo trồng loại trái cây nào?"),
    (THING, "Thư viện định lập cơ sở dữ liệu nào?"),
    (YES_NO, "Mùa đông năm ngoái cảng có đóng băng không?"),
    (OTHER, "Vì sao giá gạo giảm?"),
    (OTHER, "Ong tìm đường về tổ như thế nào?"),
    (NUMBER, "co bao nhieu cay cau bac qua song?"),
    (DATE, "ngon hai dang duoc xay khi nao?"),
    (PERSON, "nguoi lai do la ai?"),
    (PLACE, "bao tang nam o thanh pho nao?"),
    (YEAR, "truong duoc lap vao nam nao?"),
]


@pytest.mark.parametrize(("kind", "question"), LABELLED)
def test_what_is_asked_for_is_told(kind: Kind, question: str) -> None:
    assert asks(question).kind == kind


@pytest.mark.parametrize(
    ("question", "noun", "unit"),
    [
        ("How many poor villages has the bank helped?", "poor villages", "villages"),
        ("How many farmers attended?", "farmers", "people"),
        ("全省有多少个村通了电？", "村", "villages"),
        ("來了幾位教師？", "教师", "people"),
        ("Có bao nhiêu huyện ở trong tỉnh?", "huyện", "counties"),
        ("How many lanterns were lit?", "lanterns", ""),
        ("Which city has a tram?", "city", "cities"),
    ],
)
def test_what_is_counted_is_named_across_languages(question: str, noun: str, unit: str) -> None:
    asked = asks(question)
    assert (asked.noun[: len(noun)], asked.unit) == (noun, unit)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the name of the singer who left when the hall burned down?", PERSON),
        ("Tên của cháu gái Doctor Who là gì?", PERSON),
        ("这几年谁管过这座桥？", PERSON),
        ("How many of those who fled came back?", NUMBER),
        ("Where is Điện Biên?", PLACE),
    ],
)
def test_the_first_question_word_decides(question: str, kind: Kind) -> None:
    assert asks(question).kind == kind


@pytest.mark.parametrize("question", ["¿Cuántos puentes hay?", "Wie viele Brücken gibt es?", "كم جسرا هناك؟"])
def test_other_languages_are_left_open(question: str) -> None:
    assert asks(question).kind is OTHER


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_asked(question: str) -> None:
    asked = asks(question)
    assert asked.kind in Kind
    assert asked == asks(question)


@pytest.mark.parametrize("piece", ["how much ", "多少", "几个", "bao nhiêu ", "tỷ lệ a ", "what is the "])
def test_long_questions_are_read(piece: str) -> None:
    assert asks(piece * 300).kind in Kind
