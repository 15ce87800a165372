"""What the page says of the errors that people meet most, in each of its languages.

Each line is for a ``PolyciteError.code`` and is filled in with the error's values. What has no line here is
told as the error itself tells it, in English.
"""

from __future__ import annotations

from corpus.errors import PolyciteError
from ui.page.languages import reader_language, shown_number

_FIRST_CJK = "\u2e80"

WORDS: dict[str, dict[str, str]] = {
    "question-too-long": {
        "en": "the question is too long: at most {limit} characters are read",
        "zh-Hans": "问题太长：最多 {limit} 个字符",
        "zh-Hant": "問題太長：最多 {limit} 個字元",
        "vi": "câu hỏi quá dài: tối đa {limit} ký tự",
    },
    "question-empty": {
        "en": "the question is empty",
        "zh-Hans": "问题是空的",
        "zh-Hant": "問題是空的",
        "vi": "câu hỏi còn trống",
    },
    "question-wordless": {
        "en": "the question holds no letter and no digit; ask in words",
        "zh-Hans": "问题里没有文字或数字；请用文字提问",
        "zh-Hant": "問題裡沒有文字或數字；請用文字提問",
        "vi": "câu hỏi không có chữ hay số nào; hãy hỏi bằng lời",
    },
    "conversation-full": {
        "en": "a conversation holds {limit} questions at most; start a new one",
        "zh-Hans": "一个对话最多 {limit} 个问题；请开始新对话",
        "zh-Hant": "一個對話最多 {limit} 個問題；請開始新對話",
        "vi": "một cuộc trò chuyện có tối đa {limit} câu hỏi; hãy bắt đầu cuộc mới",
    },
    "library-missing": {
        "en": "the library is not there any more; whoever runs this page can mend that",
        "zh-Hans": "文库不见了；请联系运行本页面的人",
        "zh-Hant": "文庫不見了；請聯絡執行本頁面的人",
        "vi": "không còn thấy thư viện; hãy báo người đang chạy trang này",
    },
    "library-format": {
        "en": "the library was written by another version; whoever runs this page can mend that",
        "zh-Hans": "文库由另一个版本写成；请联系运行本页面的人",
        "zh-Hant": "文庫由另一個版本寫成；請聯絡執行本頁面的人",
        "vi": "thư viện do một phiên bản khác ghi; hãy báo người đang chạy trang này",
    },
    "library-damaged": {
        "en": "the library is damaged; whoever runs this page can mend that",
        "zh-Hans": "文库已损坏；请联系运行本页面的人",
        "zh-Hant": "文庫已損壞；請聯絡執行本頁面的人",
        "vi": "thư viện bị hỏng; hãy báo người đang chạy trang này",
    },
    "library-unusable": {
        "en": "the library cannot be used now; whoever runs this page can mend that",
        "zh-Hans": "文库现在无法使用；请联系运行本页面的人",
        "zh-Hant": "文庫現在無法使用；請聯絡執行本頁面的人",
        "vi": "hiện không dùng được thư viện; hãy báo người đang chạy trang này",
    },
    "library-busy": {
        "en": "another program is writing to the library; try again when it has finished",
        "zh-Hans": "另一个程序正在写入文库；请等它写完再试",
        "zh-Hant": "另一個程式正在寫入文庫；請等它寫完再試",
        "vi": "một chương trình khác đang ghi vào thư viện; hãy thử lại khi nó xong",
    },
    "library-empty": {
        "en": "the library holds no articles yet; add some first",
        "zh-Hans": "文库里还没有文章；请先添加",
        "zh-Hant": "文庫裡還沒有文章；請先新增",
        "vi": "thư viện chưa có bài nào; hãy thêm bài trước",
    },
    "disk-full": {
        "en": "the server's disk refused to write; what was reported as added is kept",
        "zh-Hans": "服务器的磁盘无法写入；已报告添加的内容仍保留",
        "zh-Hant": "伺服器的磁碟無法寫入；已回報新增的內容仍保留",
        "vi": "đĩa của máy chủ không ghi được; những gì đã báo là thêm vẫn còn",
    },
    "model-unreachable": {
        "en": "the language model server cannot be reached; try again, or tell whoever runs this page",
        "zh-Hans": "无法连接语言模型服务器；请稍后再试，或联系运行本页面的人",
        "zh-Hant": "無法連線到語言模型伺服器；請稍後再試，或聯絡執行本頁面的人",
        "vi": "không kết nối được với máy chủ mô hình ngôn ngữ; hãy thử lại, hoặc báo người chạy trang này",
    },
    "model-silent": {
        "en": "the language model server does not answer; try again",
        "zh-Hans": "语言模型服务器没有回应；请再试一次",
        "zh-Hant": "語言模型伺服器沒有回應；請再試一次",
        "vi": "máy chủ mô hình ngôn ngữ không trả lời; hãy thử lại",
    },
    "model-failed": {
        "en": "the language model could not answer; try again, or tell whoever runs this page",
        "zh-Hans": "语言模型未能回答；请再试一次，或联系运行本页面的人",
        "zh-Hant": "語言模型未能回答；請再試一次，或聯絡執行本頁面的人",
        "vi": "mô hình ngôn ngữ không trả lời được; hãy thử lại, hoặc báo người đang chạy trang này",
    },
    "model-key": {
        "en": "the language model server refuses the key; whoever runs this page can mend that",
        "zh-Hans": "语言模型服务器拒绝了密钥；请联系运行本页面的人",
        "zh-Hant": "語言模型伺服器拒絕了金鑰；請聯絡執行本頁面的人",
        "vi": "máy chủ mô hình ngôn ngữ từ chối khóa; hãy báo người đang chạy trang này",
    },
    "model-unknown": {
        "en": "the language model server does not have the model; whoever runs this page can mend that",
        "zh-Hans": "语言模型服务器上没有该模型；请联系运行本页面的人",
        "zh-Hant": "語言模型伺服器上沒有該模型；請聯絡執行本頁面的人",
        "vi": "máy chủ mô hình ngôn ngữ không có mô hình này; hãy báo người đang chạy trang này",
    },
    "date-unknown": {
        "en": "“{date}” is no date; write 2022, 2022-05 or 2022-05-28",
        "zh-Hans": "“{date}”不是日期；请写成 2022、2022-05 或 2022-05-28",
        "zh-Hant": "「{date}」不是日期；請寫成 2022、2022-05 或 2022-05-28",
        "vi": "“{date}” không phải là ngày; hãy viết 2022, 2022-05 hoặc 2022-05-28",
    },
    "dates-reversed": {
        "en": "the range of dates ends before it begins",
        "zh-Hans": "日期范围的结束早于开始",
        "zh-Hant": "日期範圍的結束早於開始",
        "vi": "khoảng ngày kết thúc trước khi bắt đầu",
    },
    "language-unheld": {
        "en": "the library holds no article in that language any more; choose again",
        "zh-Hans": "文库里已没有这种语言的文章；请重新选择",
        "zh-Hant": "文庫裡已沒有這種語言的文章；請重新選擇",
        "vi": "thư viện không còn bài nào bằng ngôn ngữ đó; hãy chọn lại",
    },
    "too-many-waiting": {
        "en": "too many wait for the page; try again in a moment",
        "zh-Hans": "等候的人太多；请稍后再试",
        "zh-Hant": "等候的人太多；請稍後再試",
        "vi": "có quá nhiều người đang chờ; hãy thử lại sau giây lát",
    },
    "adding-own": {
        "en": "{limit} of your batches are being added; wait for one of them",
        "zh-Hans": "你已有 {limit} 批内容正在添加；请等其中一批完成",
        "zh-Hant": "你已有 {limit} 批內容正在新增；請等其中一批完成",
        "vi": "{limit} lượt của bạn đang được thêm; hãy chờ xong một lượt",
    },
    "adding-full": {
        "en": "too many files wait to be added already; try again later",
        "zh-Hans": "等待添加的文件太多；请稍后再试",
        "zh-Hant": "等待新增的檔案太多；請稍後再試",
        "vi": "đã có quá nhiều tệp chờ được thêm; hãy thử lại sau",
    },
    "ratings-too-many": {
        "en": "you have rated a lot within an hour; rate later",
        "zh-Hans": "你在一小时内评价太多；请稍后再评",
        "zh-Hant": "你在一小時內評價太多；請稍後再評",
        "vi": "bạn đã đánh giá quá nhiều trong một giờ; hãy đánh giá sau",
    },
    "rating-unwritable": {
        "en": "the rating could not be written; whoever runs this page can mend that",
        "zh-Hans": "评价未能写入；请联系运行本页面的人",
        "zh-Hant": "評價未能寫入；請聯絡執行本頁面的人",
        "vi": "không ghi được đánh giá; hãy báo người đang chạy trang này",
    },
    "file-format": {
        "en": "its format is not known; known are {formats}",
        "zh-Hans": "格式未知；可用的格式有 {formats}",
        "zh-Hant": "格式未知；可用的格式有 {formats}",
        "vi": "không nhận ra định dạng; đọc được {formats}",
    },
    "file-empty": {
        "en": "it is empty",
        "zh-Hans": "文件是空的",
        "zh-Hant": "檔案是空的",
        "vi": "tệp trống",
    },
    "file-binary": {
        "en": "it is binary data, not text; give it the ending of its real format",
        "zh-Hans": "内容不是文本；请改用其真实格式的扩展名",
        "zh-Hant": "內容不是文字；請改用其真實格式的副檔名",
        "vi": "nội dung không phải văn bản; hãy đặt đúng đuôi của định dạng thật",
    },
    "file-too-large": {
        "en": "it is too large; split it",
        "zh-Hans": "文件太大；请拆分",
        "zh-Hant": "檔案太大；請分割",
        "vi": "tệp quá lớn; hãy chia nhỏ",
    },
    "file-too-long": {
        "en": "it has {pages} pages, the limit is {limit}; split it",
        "zh-Hans": "共 {pages} 页，上限为 {limit} 页；请拆分",
        "zh-Hant": "共 {pages} 頁，上限為 {limit} 頁；請分割",
        "vi": "tệp có {pages} trang, giới hạn là {limit}; hãy chia nhỏ",
    },
    "file-no-text": {
        "en": "it holds no text",
        "zh-Hans": "其中没有文字",
        "zh-Hant": "其中沒有文字",
        "vi": "trong tệp không có chữ",
    },
    "file-scanned": {
        "en": "its pages are pictures without text; run OCR over it first",
        "zh-Hans": "页面是图片，没有文字；请先做文字识别（OCR）",
        "zh-Hant": "頁面是圖片，沒有文字；請先做文字辨識（OCR）",
        "vi": "các trang là ảnh, không có chữ; hãy nhận dạng chữ (OCR) trước",
    },
    "file-locked": {
        "en": "it is protected with a password; save a copy without one",
        "zh-Hans": "文件有密码保护；请另存一份没有密码的",
        "zh-Hant": "檔案有密碼保護；請另存一份沒有密碼的",
        "vi": "tệp có mật khẩu; hãy lưu một bản không có mật khẩu",
    },
    "file-damaged": {
        "en": "it is damaged or not of the format that its name says",
        "zh-Hans": "文件已损坏，或格式与名称不符",
        "zh-Hant": "檔案已損壞，或格式與名稱不符",
        "vi": "tệp bị hỏng hoặc không đúng định dạng như tên",
    },
    "file-unreadable": {
        "en": "it cannot be read",
        "zh-Hans": "文件无法读取",
        "zh-Hant": "檔案無法讀取",
        "vi": "không đọc được tệp",
    },
}


def line(error: PolyciteError, language: str) -> str:
    """What went wrong, for a reader of ``language``: without a capital and a full stop of its own."""
    words = WORDS.get(error.code)
    if words is None:
        return str(error)
    reader = reader_language(language)
    values = {
        name: shown_number(value, reader) if isinstance(value, int) else value
        for name, value in error.values.items()
    }
    return words[reader].format(**values)


def sentence(error: PolyciteError, language: str) -> str:
    """``line`` as a sentence: capital first, full stop last."""
    told = line(error, language)
    chinese = language.startswith("zh") and (error.code in WORDS or told[:1] >= _FIRST_CJK)
    stop = "。" if chinese else "."
    return told[:1].upper() + told[1:] + ("" if told.endswith((".", "!", "?", "。", "！", "？")) else stop)
