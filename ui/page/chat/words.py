"""The chat's words in the languages of the page."""

from __future__ import annotations

from dataclasses import dataclass

from ui.page.languages import shown_number

Counted = tuple[str, str]
"""What is said of one, and of any other number: ``{}``."""


@dataclass(frozen=True, slots=True)
class Words:
    """The chat's words in one language; ``{}`` is what they are about."""

    conversation: str
    welcome: str
    articles: Counted
    languages: Counted
    holds: str
    examples: str
    report: str
    about: str
    opening: str
    empty: str
    empty_text: str
    add: str
    terminal: str
    asked_of: str
    searching: str
    closest: str
    stopped: str
    marker: str
    answered: str
    seconds: str
    copy: str
    copied: str
    retry: str
    edit: str
    question: str
    placeholder: str
    send: str
    stop: str
    editing: str
    cancel: str
    busy: str
    unreachable: str


WORDS = {
    "en": Words(
        conversation="Conversation",
        welcome="What would you like to know?",
        articles=("{} article", "{} articles"),
        languages=("{} language", "{} languages"),
        holds="{} in {}. Ask in yours; the answer quotes whichever article holds it, word for word.",
        examples="For example",
        report="What does “{}” report?",
        about="Ask about “{}”",
        opening="“{}”: ",
        empty="This library is empty",
        empty_text="Add articles (text, Markdown, HTML, PDF, Word), then ask about them in any language.",
        add="Add articles",
        terminal="Or from a terminal:",
        asked_of="Asked of these articles",
        searching="Searching the articles…",
        closest="See what comes closest",
        stopped="Stopped",
        marker="Show source {}",
        answered="Answer:",
        seconds="{} s",
        copy="Copy",
        copied="Copied",
        retry="Ask again",
        edit="Edit",
        question="Your question",
        placeholder="Ask in any language…",
        send="Send",
        stop="Stop",
        editing="You are editing your last question.",
        cancel="Cancel",
        busy="Too many questions at once. Please ask again in a moment.",
        unreachable="The answer did not arrive: the connection was lost. Please ask again.",
    ),
    "zh-Hans": Words(
        conversation="对话",
        welcome="你想了解什么？",
        articles=("{} 篇文章", "{} 篇文章"),
        languages=("{} 种语言", "{} 种语言"),
        holds="文库中有 {}，涵盖 {}。请用你的语言提问，答案逐字引自原文。",
        examples="例如",
        report="《{}》报道了什么？",
        about="询问《{}》",
        opening="《{}》：",
        empty="文库还是空的",
        empty_text="请先添加文章（文本、Markdown、HTML、PDF、Word），然后用任何语言提问。",
        add="添加文章",
        terminal="也可以在终端里运行：",
        asked_of="提问范围",
        searching="正在检索文章…",
        closest="查看最接近的段落",
        stopped="已停止",
        marker="查看来源 {}",
        answered="回答：",
        seconds="{} 秒",
        copy="复制",
        copied="已复制",
        retry="重新回答",
        edit="编辑",
        question="你的问题",
        placeholder="用任何语言提问…",
        send="发送",
        stop="停止",
        editing="正在编辑你的上一个问题。",
        cancel="取消",
        busy="提问的人太多，请稍后再试。",
        unreachable="没有收到回答：连接已中断。请重试。",
    ),
    "zh-Hant": Words(
        conversation="對話",
        welcome="你想了解什麼？",
        articles=("{} 篇文章", "{} 篇文章"),
        languages=("{} 種語言", "{} 種語言"),
        holds="文庫中有 {}，涵蓋 {}。請用你的語言提問，答案逐字引自原文。",
        examples="例如",
        report="《{}》報導了什麼？",
        about="詢問《{}》",
        opening="《{}》：",
        empty="文庫還是空的",
        empty_text="請先新增文章（文字檔、Markdown、HTML、PDF、Word），然後用任何語言提問。",
        add="新增文章",
        terminal="也可以在終端機執行：",
        asked_of="提問範圍",
        searching="正在檢索文章…",
        closest="查看最接近的段落",
        stopped="已停止",
        marker="查看來源 {}",
        answered="回答：",
        seconds="{} 秒",
        copy="複製",
        copied="已複製",
        retry="重新回答",
        edit="編輯",
        question="你的問題",
        placeholder="用任何語言提問…",
        send="送出",
        stop="停止",
        editing="正在編輯你的上一個問題。",
        cancel="取消",
        busy="提問的人太多，請稍後再試。",
        unreachable="沒有收到回答：連線已中斷。請再試一次。",
    ),
    "vi": Words(
        conversation="Cuộc trò chuyện",
        welcome="Bạn muốn biết điều gì?",
        articles=("{} bài viết", "{} bài viết"),
        languages=("{} ngôn ngữ", "{} ngôn ngữ"),
        holds="Thư viện có {} bằng {}. Hỏi bằng tiếng của bạn; câu trả lời trích nguyên văn bài viết.",
        examples="Ví dụ",
        report="Bài “{}” nói về điều gì?",
        about="Hỏi về “{}”",
        opening="“{}”: ",
        empty="Thư viện đang trống",
        empty_text="Hãy thêm bài viết (văn bản, Markdown, HTML, PDF, Word) rồi hỏi bằng bất kỳ ngôn ngữ nào.",
        add="Thêm bài viết",
        terminal="Hoặc từ cửa sổ dòng lệnh:",
        asked_of="Hỏi trong các bài",
        searching="Đang tìm trong các bài viết…",
        closest="Xem các đoạn gần nhất",
        stopped="Đã dừng",
        marker="Xem nguồn {}",
        answered="Câu trả lời:",
        seconds="{} giây",
        copy="Sao chép",
        copied="Đã sao chép",
        retry="Hỏi lại",
        edit="Sửa",
        question="Câu hỏi của bạn",
        placeholder="Hỏi bằng bất kỳ ngôn ngữ nào…",
        send="Gửi",
        stop="Dừng",
        editing="Bạn đang sửa câu hỏi vừa rồi.",
        cancel="Hủy",
        busy="Có quá nhiều câu hỏi cùng lúc. Vui lòng hỏi lại sau giây lát.",
        unreachable="Không nhận được câu trả lời: mất kết nối. Vui lòng hỏi lại.",
    ),
}


def counted(forms: Counted, number: int, language: str) -> str:
    """``1 article``, ``5 articles``."""
    return forms[number != 1].format(shown_number(number, language))
