"""What the sources panel and the article viewer say themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProofWords:
    """The words of one language; ``{}`` is what they are about."""

    sources: str
    found: str
    closest: str
    nothing_near: str
    one_other: str
    others: str
    searching: str
    source: str
    purpose: str
    recent: str
    library_empty: str
    all_articles: str
    gone: str
    lost: str
    confidence: str
    very_likely: str
    likely: str
    uncertain: str
    open_article: str
    copy: str
    plain: str
    copied: str
    not_copied: str
    back: str
    close: str
    previous: str
    next: str
    place: str
    from_top: str
    one_character: str
    characters: str
    file: str
    opening: str


WORDS = {
    "en": ProofWords(
        sources="Sources",
        found="Passages found",
        closest="Closest passages",
        nothing_near="No passage comes near this question.",
        one_other="1 more passage was found",
        others="{} more passages were found",
        searching="Searching the articles…",
        source="Source {}: {}",
        purpose="The quotes that an answer rests on will stand here, word for word, each in its language.",
        recent="Recently added",
        library_empty="The library has no articles yet.",
        all_articles="All {} articles",
        gone="This article is no longer in the library.",
        lost="No longer in the library. Title and quote are as this conversation kept them.",
        confidence="Confidence: {}",
        very_likely="Very likely",
        likely="Likely",
        uncertain="Uncertain",
        open_article="Open article",
        copy="Copy citation",
        plain="Plain text",
        copied="Copied",
        not_copied="The browser does not allow copying.",
        back="Back to the answer",
        close="Close",
        previous="Previous passage",
        next="Next passage",
        place="{} of {} passages of this article",
        from_top="From the top",
        one_character="1 character",
        characters="{} characters",
        file="File: {}",
        opening="Opening the article…",
    ),
    "zh-Hans": ProofWords(
        sources="来源",
        found="找到的段落",
        closest="最接近的段落",
        nothing_near="没有与这个问题相近的段落。",
        one_other="另外找到 1 个段落",
        others="另外找到 {} 个段落",
        searching="正在检索文章……",
        source="来源 {}：{}",
        purpose="答案所依据的引文会显示在这里：逐字逐句，保留原文。",
        recent="最近添加",
        library_empty="文库里还没有文章。",
        all_articles="全部 {} 篇文章",
        gone="这篇文章已不在文库中。",
        lost="已不在文库中。标题和引文以本对话所存为准。",
        confidence="置信度：{}",
        very_likely="很可能",
        likely="较可能",
        uncertain="不确定",
        open_article="打开文章",
        copy="复制引用",
        plain="纯文本",
        copied="已复制",
        not_copied="浏览器不允许复制。",
        back="返回答案",
        close="关闭",
        previous="上一处",
        next="下一处",
        place="本文第 {} 处，共 {} 处",
        from_top="从头阅读",
        one_character="1 个字符",
        characters="{} 个字符",
        file="文件：{}",
        opening="正在打开文章……",
    ),
    "zh-Hant": ProofWords(
        sources="來源",
        found="找到的段落",
        closest="最接近的段落",
        nothing_near="沒有與這個問題相近的段落。",
        one_other="另外找到 1 個段落",
        others="另外找到 {} 個段落",
        searching="正在搜尋文章……",
        source="來源 {}：{}",
        purpose="答案所依據的引文會顯示在這裡：一字不改，保留原文。",
        recent="最近新增",
        library_empty="文庫裡還沒有文章。",
        all_articles="全部 {} 篇文章",
        gone="這篇文章已不在文庫中。",
        lost="已不在文庫中。標題和引文以本對話所存為準。",
        confidence="信心度：{}",
        very_likely="很可能",
        likely="較可能",
        uncertain="不確定",
        open_article="開啟文章",
        copy="複製引用",
        plain="純文字",
        copied="已複製",
        not_copied="瀏覽器不允許複製。",
        back="返回答案",
        close="關閉",
        previous="上一處",
        next="下一處",
        place="本文第 {} 處，共 {} 處",
        from_top="從頭閱讀",
        one_character="1 個字元",
        characters="{} 個字元",
        file="檔案：{}",
        opening="正在開啟文章……",
    ),
    "vi": ProofWords(
        sources="Nguồn",
        found="Các đoạn tìm thấy",
        closest="Các đoạn gần nhất",
        nothing_near="Không có đoạn nào gần với câu hỏi này.",
        one_other="Còn 1 đoạn khác được tìm thấy",
        others="Còn {} đoạn khác được tìm thấy",
        searching="Đang tìm trong các bài viết…",
        source="Nguồn {}: {}",
        purpose="Các trích dẫn làm căn cứ cho câu trả lời sẽ hiện ở đây, đúng từng chữ và nguyên ngữ.",
        recent="Mới thêm gần đây",
        library_empty="Thư viện chưa có bài viết nào.",
        all_articles="Tất cả {} bài viết",
        gone="Bài viết này không còn trong thư viện.",
        lost="Không còn trong thư viện. Tiêu đề và trích dẫn theo bản lưu của cuộc trò chuyện này.",
        confidence="Độ tin cậy: {}",
        very_likely="Rất có thể",
        likely="Có thể",
        uncertain="Chưa chắc",
        open_article="Mở bài viết",
        copy="Sao chép trích dẫn",
        plain="Văn bản thuần",
        copied="Đã sao chép",
        not_copied="Trình duyệt không cho phép sao chép.",
        back="Quay lại câu trả lời",
        close="Đóng",
        previous="Đoạn trước",
        next="Đoạn sau",
        place="Đoạn {} trên {} của bài viết này",
        from_top="Đọc từ đầu",
        one_character="1 ký tự",
        characters="{} ký tự",
        file="Tệp: {}",
        opening="Đang mở bài viết…",
    ),
}
"""By the reader's language."""
