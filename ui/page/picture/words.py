"""The picture's own words in the reader's languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``{count}``, ``{shown}``, ``{total}``, ``{share}`` and ``{question}`` stand for what they name."""

    heading: str
    empty: str
    map_heading: str
    map_label: str
    map_caption: str
    flattened: str
    question: str
    question_label: str
    timeline_heading: str
    timeline_label: str
    stretch: str
    undated: str
    none_dated: str
    one_article: str
    articles: str
    other_languages: str
    newest: str
    close: str


WORDS = {
    "en": Words(
        heading="Picture of the library",
        empty="Articles appear here as soon as the library holds some.",
        map_heading="By meaning",
        map_label="Map of {count} articles by meaning",
        map_caption="Articles about similar things lie close together in whatever language they are, because "
        "what sets a language apart is taken out first.",
        flattened="Flattened to two dimensions, the map keeps {share} of the differences between articles: "
        "nearness is a hint, not a measure.",
        question="Question:",
        question_label="Your question: {question}",
        timeline_heading="By date",
        timeline_label="Timeline of {count} articles",
        stretch="A date that is only a year or a month stands in the middle of it.",
        undated="Without a date: {count}",
        none_dated="No article has a date.",
        one_article="1 article",
        articles="{count} articles",
        other_languages="Other languages",
        newest="Shown are the {shown} articles added last, of {total}.",
        close="Close the list",
    ),
    "zh-Hans": Words(
        heading="文库图览",
        empty="文库有了文章，这里就会显示出来。",
        map_heading="按内容",
        map_label="按内容排布的 {count} 篇文章",
        map_caption="内容相近的文章彼此靠近，与所用语言无关，因为各语言自身的特征已事先去除。",
        flattened="压缩成二维之后，这张图保留了文章之间 {share} 的差异：远近可作参考，不宜当作精确的度量。",
        question="问题：",
        question_label="你的问题：{question}",
        timeline_heading="按日期",
        timeline_label="{count} 篇文章的时间线",
        stretch="只有年份或月份的日期，标在该年或该月的正中。",
        undated="没有日期：{count} 篇",
        none_dated="没有一篇文章带有日期。",
        one_article="1 篇文章",
        articles="{count} 篇文章",
        other_languages="其他语言",
        newest="共 {total} 篇，图中是最近添加的 {shown} 篇。",
        close="关闭列表",
    ),
    "zh-Hant": Words(
        heading="文庫圖覽",
        empty="文庫有了文章，這裡就會顯示出來。",
        map_heading="依內容",
        map_label="依內容排列的 {count} 篇文章",
        map_caption="內容相近的文章彼此靠近，與使用的語言無關，因為各語言本身的特徵已事先去除。",
        flattened="壓縮成二維之後，這張圖保留了文章之間 {share} 的差異：遠近可供參考，不宜當成精確的度量。",
        question="問題：",
        question_label="你的問題：{question}",
        timeline_heading="依日期",
        timeline_label="{count} 篇文章的時間軸",
        stretch="只有年份或月份的日期，標示在該年或該月的正中央。",
        undated="沒有日期：{count} 篇",
        none_dated="沒有任何文章附有日期。",
        one_article="1 篇文章",
        articles="{count} 篇文章",
        other_languages="其他語言",
        newest="共 {total} 篇，圖中為最近新增的 {shown} 篇。",
        close="關閉清單",
    ),
    "vi": Words(
        heading="Toàn cảnh thư viện",
        empty="Bài viết sẽ hiện ở đây ngay khi thư viện có bài.",
        map_heading="Theo nội dung",
        map_label="Bản đồ {count} bài viết theo nội dung",
        map_caption="Các bài có nội dung gần nhau thì nằm gần nhau, dù viết bằng ngôn ngữ nào, vì những nét "
        "riêng của từng ngôn ngữ đã được loại bỏ trước.",
        flattened="Khi thu về hai chiều, bản đồ giữ được {share} khác biệt giữa các bài: khoảng cách chỉ "
        "mang tính gợi ý, không phải số đo chính xác.",
        question="Câu hỏi:",
        question_label="Câu hỏi của bạn: {question}",
        timeline_heading="Theo ngày",
        timeline_label="Dòng thời gian của {count} bài viết",
        stretch="Ngày chỉ ghi năm hoặc tháng được đặt vào giữa năm hoặc tháng đó.",
        undated="Không ghi ngày: {count}",
        none_dated="Không bài viết nào ghi ngày.",
        one_article="1 bài viết",
        articles="{count} bài viết",
        other_languages="Ngôn ngữ khác",
        newest="Đang hiển thị {shown} bài được thêm gần đây nhất trong tổng số {total} bài.",
        close="Đóng danh sách",
    ),
}
