"""What numbers count, which offices people hold and what sorts of organisations there are.

As concepts named in English, Chinese and Vietnamese.
"""

from __future__ import annotations

import re

_NAMES = {
    "people": (
        "people|persons?|farmers?|secretaries|officials|delegates|participants|residents|students|pupils"
        "|teachers|doctors|workers|employees|staff|children|women|men|inhabitants|soldiers|deaths|visitors"
        "|trainees|experts|guests|players|scholars|immigrants|citizens|victims|patients|cadres|villagers",
        "人(?!民|工|类|均|力|才|文|物|造)|名(?!单|义|称|字|为)|位(?!于|置|数)|农民|居民|村民|书记|干部"
        "|队员|教师|医生|学生|代表|员工",
        "người|nông dân|cán bộ|giáo viên|bác sĩ|đại biểu|học sinh|sinh viên|công nhân|dân|bí thư|thành viên"
        "|nhân viên|trẻ em|lượt người|phụ nữ|chuyên gia|nhân khẩu|khách|cư dân",
    ),
    "households": ("households?|families", "户", "hộ"),
    "counties": ("county|counties|districts?", "县(?![长委级])|区县", "huyện|quận"),
    "provinces": ("provinces?", "省(?![长委级])", "tỉnh(?! trưởng| ủy)"),
    "cities": ("city|cities|towns?|capital", "城市|市(?![场民委长])|城镇|首都|首府|省会", "thành phố"
    "|đô thị|thị trấn|thủ đô"),
    "villages": ("villages?|communes?", "村(?!民|里|委)", "thôn|làng|bản làng|xã(?! hội)|buôn"),
    "countries": (
        "countries|nations?|states?",
        "国家|国(?!际|务|内|外|民|家|籍|产|企)",
        "quốc gia|nước",
    ),
    "areas": ("regions?|areas?", "地区|区域", "khu vực|vùng|địa phương"),
    "organisations": (
        "organi[sz]ations?|agencies|companies|company|firms?|institutions?|outlets?|media|newspapers?"
        "|banks?|enterprises",
        "家(?!庭|园|乡|长|里)|机构|组织|企业|公司|媒体|单位",
        "tổ chức|cơ quan|công ty|đơn vị|doanh nghiệp|báo đài|tờ báo",
    ),
    "projects": ("projects?|schemes?|programmes?|programs?", "项目|项(?!目)|工程", "dự án|công trình"
    "|chương trình"),
    "works": (
        "articles?|stories|story|entries|entry|submissions?|cases?|books?|papers?|works|essays?|manuscripts?"
        "|contributions?",
        "篇|份(?!额)|案例|故事|稿件|作品|论文|本书",
        "bài(?! học)|điển hình|câu chuyện|tác phẩm|trường hợp|cuốn sách|bản thảo",
    ),
    "schools": ("schools?|universities|colleges?", "所|学校|大学", "trường(?! hợp)"),
    "times": ("times?|sessions?|editions?|occasions?", "次|届|场|期(?!间|待|限)", "lần|kỳ|phiên|đợt"),
    "age": ("years? old|year-old|age", "岁", "tuổi"),
    "years": ("years?|decades?", "年", "năm|thập kỷ"),
    "months": ("months?", "个月", "tháng"),
    "days": ("days?|nights?|weeks?", "天|日|周|星期", "ngày|đêm|tuần"),
    "hours": ("hours?|minutes?|seconds?", "小时|分钟|秒|钟头", "giờ|phút|tiếng|giây"),
    "money": (
        "dollars?|yuan|euros?|rmb|usd|pounds? sterling|dong|vnd",
        "元|美元|欧元|人民币|英镑|越盾|日元",
        "đồng|đô la|đô|usd|nhân dân tệ|tệ|euro|vnđ|vnd|bảng",
    ),
    "area": ("hectares?|acres?|square \\w+|km2|km²", "公顷|平方公里|平方米|亩", "héc ta|ha|km vuông"
    "|mét vuông|km2"),
    "length": ("kilomet(?:re|er)s?|km|met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?", "公里|千米"
    "|米|英[里尺寸]", "ki lô mét|km|mét|cây số|dặm"),
    "weight": ("tonn?es?|tons?|kilograms?|kg|pounds?", "吨|公斤|千克|磅", "tấn|kg|cân|pound|tạ"),
}  # fmt: skip
_OFFICES = {
    "deputy_minister": (r"(?:deputy|vice)[ -](?:\w+ )?minister", "副部长|次长|副外长", "thứ trưởng"),
    "deputy_director": (
        r"(?:deputy|vice)[ -](?:director|head|chief|secretary|general)",
        "副主任|副局长|副秘书长|副司长|副署长|副处长",
        "phó (?:tổng )?giám đốc|phó chủ nhiệm|phó cục trưởng|phó tổng thư ký|phó trưởng",
    ),
    "deputy_president": (
        r"(?:deputy|vice)[ -](?:president|chair\w*|speaker|prime|premier|mayor|governor)",
        "副主席|副总统|副总理|副会长|副总裁|副议长|副省长|副市长",
        "phó (?:chủ tịch|tổng thống|thủ tướng)",
    ),
    "premier": ("prime minister|premier", "总理|首相", "thủ tướng"),
    "minister": ("minister", "部长|外长|大臣", "bộ trưởng|ngoại trưởng"),
    "governor": ("governor", "省长|州长|总督|行长", "tỉnh trưởng|thống đốc|chủ tịch tỉnh"),
    "mayor": ("mayor", "市长", "thị trưởng|chủ tịch thành phố"),
    "ambassador": ("ambassador|envoy", "大使|特使", "đại sứ(?! quán)|đặc phái viên"),
    "consul": ("consul(?:-general| general)?", "总?领事(?!馆)", "(?:tổng )?lãnh sự(?! quán)"),
    "president": (
        "president|chair(?:man|woman|person)?|speaker",
        "主席|总统|会长|董事长|议长|总裁",
        "chủ tịch|tổng thống",
    ),
    "secretary": ("secretary|secretaries", "书记|秘书长", "bí thư|tổng thư ký"),
    "director": (
        "director|head|chief|administrator|run|in charge",
        "主任|局长|司长|署长|总干事|院长|所长|负责人|主管|掌管",
        "(?:tổng )?giám đốc|chủ nhiệm|cục trưởng|vụ trưởng|viện trưởng|đứng đầu|phụ trách",
    ),
    "professor": ("professor|scholar", "教授|学者", "giáo sư|học giả"),
    "spokesperson": ("spokes(?:man|woman|person)", "发言人", "(?:người )?phát ngôn"),
    "founder": ("founder", "创始人|创办人", "(?:người|nhà) sáng lập"),
    "author": ("author|writer", "作者|作家", "tác giả|nhà văn"),
}  # fmt: skip
_SORTS = {
    "foundation": ("foundation|fund", "基金会?", "quỹ"),
    "newspaper": ("newspaper|paper|daily|times|post|gazette", "报(?!告|道|名|酬|业)", "tờ báo|báo(?! cáo)"),
    "company": (
        "company|companies|corporation|group|firm|inc|ltd|enterprise",
        "公司|集团|企业",
        "công ty|tập đoàn|hãng|doanh nghiệp",
    ),
    "bank": ("bank", "银行", "ngân hàng"),
    "university": ("university|college|academy", "大学|学院", "đại học|học viện"),
    "school": ("school", "(?:中|小)学|学校", "trường"),
    "ministry": ("ministry|department", "(?<![全内干东南西北中])部(?![分门队])|厅", "bộ"),
    "centre": ("cent(?:er|re)", "中心", "trung tâm"),
    "association": (
        "association|alliance|union|federation|league",
        "协会|联盟|联合会",
        "hiệp hội|liên minh|liên đoàn",
    ),
    "committee": ("committee|commission|council", "委员会|理事会", "ủy ban|hội đồng"),
    "government": ("government", "政府", "chính quyền|chính phủ"),
    "embassy": ("embassy|consulate", "使馆|领事馆", "đại sứ quán|lãnh sự quán"),
    "museum": ("museum", "博物馆", "bảo tàng"),
    "hospital": ("hospital", "医院", "bệnh viện"),
    "publisher": ("publisher|press", "出版社", "nhà xuất bản"),
    "broadcaster": ("broadcaster|television", "电视台", "đài truyền hình"),
    "court": ("court", "法院", "tòa án"),
    "party": ("party|parties", "[^\\W政各两]党", "đảng"),
}


def _one_of(concepts: dict[str, tuple[str, str, str]]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            rf"(?P<{concept}>\b(?:{english})s?\b|{chinese}|(?<!\w)(?:{vietnamese})(?!\w))"
            for concept, (english, chinese, vietnamese) in concepts.items()
        )
    )


_UNIT, _OFFICE, _SORT = _one_of(_NAMES), _one_of(_OFFICES), _one_of(_SORTS)


def first_unit(text: str) -> str:
    """The concept that folded ``text`` names first, such as ``counties`` for 县; empty if it names none."""
    match = _UNIT.search(text)
    return (match and match.lastgroup) or ""


def units(text: str) -> frozenset[str]:
    """The concepts of things to count, or of kinds of places, that folded ``text`` names."""
    return frozenset(match.lastgroup or "" for match in _UNIT.finditer(text))


def offices(text: str) -> frozenset[str]:
    """The offices that folded ``text`` names, whatever the language: ``deputy_minister`` for 副部长."""
    return frozenset(match.lastgroup or "" for match in _OFFICE.finditer(text))


def sorts(text: str) -> frozenset[str]:
    """The sorts of organisations that folded ``text`` names: ``foundation`` for 基金会."""
    return frozenset(match.lastgroup or "" for match in _SORT.finditer(text))
