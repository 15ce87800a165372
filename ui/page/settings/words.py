"""The settings dialog's own words in each language of the page; ``{}`` is what a sentence is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    title: str
    close: str
    copy: str
    copied: str
    # The page
    page: str
    language: str
    appearance: str
    system: str
    light: str
    dark: str
    # Answers
    answers: str
    by_quotes: str
    by_local: str
    by_server: str
    choose: str
    quotes: str
    local: str
    server: str
    current: str
    restart: str
    install: str
    confidence: str
    # Privacy
    privacy: str
    stays: str
    sent: str
    kept: str
    # The library
    library: str
    folder: str
    articles: str
    passages: str
    languages: str
    size: str
    changed: str
    access: str
    read_only: str
    writable: str
    encoder: str
    dimensions: str
    versions: str
    # The keyboard
    keys: str
    sends: str
    breaks: str
    opens: str
    closes: str


WORDS = {
    "en": Words(
        title="Settings",
        close="Close",
        copy="Copy",
        copied="Copied",
        page="This page",
        language="Language",
        appearance="Appearance",
        system="As the device",
        light="Light",
        dark="Dark",
        answers="Answers",
        by_quotes="Answers are quotes from the articles, word for word. No language model writes.",
        by_local="The language model {} writes the answers, on the computer that runs Polycite. "
        "Every sentence is checked against the sources.",
        by_server="The language model {} writes the answers. Every sentence is checked against the sources.",
        choose="Choose what answers",
        quotes="Quotes alone",
        local="A language model on this computer (hub id, folder or GGUF file in place of MODEL)",
        server="A language model behind an OpenAI-compatible server (Ollama, vLLM, llama.cpp, hosted)",
        current="in use",
        restart="Stop Polycite with Ctrl-C and start it again with one of these commands:",
        install="Install first:",
        confidence="Each answer comes with a confidence: the estimated probability that its quotes answer "
        "the question. Below {} Polycite says that it found no answer rather than guess.",
        privacy="Privacy",
        stays="Questions, articles and answers stay on the computer that runs Polycite.",
        sent="Questions, the passages found for them and earlier turns of the conversation are sent to {}, "
        "the server of the language model.",
        kept="Conversations are kept in this browser alone; ratings are written to a file on the computer "
        "that runs Polycite.",
        library="Library",
        folder="Folder",
        articles="Articles",
        passages="Passages",
        languages="Languages",
        size="Size",
        changed="Last change",
        access="Access",
        read_only="Read only: articles cannot be added or removed here",
        writable="Articles can be added and removed",
        encoder="Encoder",
        dimensions="{} dimensions",
        versions="Versions",
        keys="Keyboard",
        sends="Send the question",
        breaks="Start a new line",
        opens="On a citation number: open its source",
        closes="Close what is open",
    ),
    "zh-Hans": Words(
        title="设置",
        close="关闭",
        copy="复制",
        copied="已复制",
        page="本页面",
        language="语言",
        appearance="外观",
        system="跟随系统",
        light="浅色",
        dark="深色",
        answers="回答",
        by_quotes="答案逐字引自文章，不由语言模型撰写。",
        by_local="答案由语言模型 {} 在运行 Polycite 的电脑上撰写，每句话都会对照来源核查。",
        by_server="答案由语言模型 {} 撰写，每句话都会对照来源核查。",
        choose="选择回答方式",
        quotes="仅用引文",
        local="本机上的语言模型（把 MODEL 换成模型库编号、文件夹或 GGUF 文件）",
        server="兼容 OpenAI 接口的服务器上的语言模型（Ollama、vLLM、llama.cpp 或托管服务）",
        current="使用中",
        restart="按 Ctrl-C 停止 Polycite，再用下列命令之一重新启动：",
        install="请先安装：",
        confidence="每个答案都附有置信度，即其引文能够回答问题的估计概率。"
        "低于 {} 时，Polycite 会说明没有找到答案，而不作猜测。",
        privacy="隐私",
        stays="问题、文章和答案都留在运行 Polycite 的电脑上。",
        sent="问题、为其检索到的段落以及此前的对话会发送到语言模型的服务器 {}。",
        kept="对话只保存在本浏览器中；评价写入运行 Polycite 的电脑上的文件。",
        library="文库",
        folder="文件夹",
        articles="文章",
        passages="段落",
        languages="语言",
        size="大小",
        changed="上次更改",
        access="权限",
        read_only="只读：不能在此添加或删除文章",
        writable="可以添加和删除文章",
        encoder="编码器",
        dimensions="{} 维",
        versions="版本",
        keys="键盘",
        sends="发送问题",
        breaks="换行",
        opens="在引文编号上：打开其来源",
        closes="关闭当前窗口",
    ),
    "zh-Hant": Words(
        title="設定",
        close="關閉",
        copy="複製",
        copied="已複製",
        page="本頁面",
        language="語言",
        appearance="外觀",
        system="跟隨系統",
        light="淺色",
        dark="深色",
        answers="回答",
        by_quotes="答案逐字引自文章，不由語言模型撰寫。",
        by_local="答案由語言模型 {} 在執行 Polycite 的電腦上撰寫，每句話都會對照來源查核。",
        by_server="答案由語言模型 {} 撰寫，每句話都會對照來源查核。",
        choose="選擇回答方式",
        quotes="僅用引文",
        local="本機上的語言模型（將 MODEL 換成模型庫編號、資料夾或 GGUF 檔案）",
        server="相容 OpenAI 介面的伺服器上的語言模型（Ollama、vLLM、llama.cpp 或代管服務）",
        current="使用中",
        restart="按 Ctrl-C 停止 Polycite，再用下列指令之一重新啟動：",
        install="請先安裝：",
        confidence="每個答案都附有信心度，即其引文能夠回答問題的估計機率。"
        "低於 {} 時，Polycite 會說明沒有找到答案，而不作猜測。",
        privacy="隱私",
        stays="問題、文章和答案都留在執行 Polycite 的電腦上。",
        sent="問題、為其檢索到的段落以及先前的對話會傳送到語言模型的伺服器 {}。",
        kept="對話只保存在本瀏覽器中；評價寫入執行 Polycite 的電腦上的檔案。",
        library="文庫",
        folder="資料夾",
        articles="文章",
        passages="段落",
        languages="語言",
        size="大小",
        changed="上次變更",
        access="權限",
        read_only="唯讀：不能在此新增或刪除文章",
        writable="可以新增和刪除文章",
        encoder="編碼器",
        dimensions="{} 維",
        versions="版本",
        keys="鍵盤",
        sends="送出問題",
        breaks="換行",
        opens="在引文編號上：開啟其來源",
        closes="關閉目前視窗",
    ),
    "vi": Words(
        title="Cài đặt",
        close="Đóng",
        copy="Sao chép",
        copied="Đã sao chép",
        page="Trang này",
        language="Ngôn ngữ",
        appearance="Giao diện",
        system="Theo thiết bị",
        light="Sáng",
        dark="Tối",
        answers="Câu trả lời",
        by_quotes="Câu trả lời là trích dẫn nguyên văn từ các bài viết, không do mô hình ngôn ngữ viết.",
        by_local="Mô hình ngôn ngữ {} viết câu trả lời ngay trên máy tính đang chạy Polycite. "
        "Từng câu đều được đối chiếu với nguồn.",
        by_server="Mô hình ngôn ngữ {} viết câu trả lời. Từng câu đều được đối chiếu với nguồn.",
        choose="Chọn cách trả lời",
        quotes="Chỉ trích dẫn",
        local="Mô hình ngôn ngữ trên máy này (thay MODEL bằng tên trên kho mô hình, thư mục hoặc tệp GGUF)",
        server="Mô hình ngôn ngữ trên máy chủ tương thích OpenAI (Ollama, vLLM, llama.cpp hoặc trực tuyến)",
        current="đang dùng",
        restart="Dừng Polycite bằng Ctrl-C rồi khởi động lại bằng một trong các lệnh sau:",
        install="Cần cài đặt trước:",
        confidence="Mỗi câu trả lời đi kèm độ tin cậy: xác suất ước tính rằng trích dẫn trả lời được "
        "câu hỏi. Dưới {}, Polycite cho biết không tìm thấy câu trả lời thay vì phỏng đoán.",
        privacy="Quyền riêng tư",
        stays="Câu hỏi, bài viết và câu trả lời không rời khỏi máy tính đang chạy Polycite.",
        sent="Câu hỏi, các đoạn tìm được và phần trò chuyện trước đó được gửi đến {}, "
        "máy chủ của mô hình ngôn ngữ.",
        kept="Cuộc trò chuyện chỉ được lưu trong trình duyệt này; đánh giá được ghi vào một tệp "
        "trên máy tính đang chạy Polycite.",
        library="Thư viện",
        folder="Thư mục",
        articles="Bài viết",
        passages="Đoạn",
        languages="Ngôn ngữ",
        size="Dung lượng",
        changed="Thay đổi gần nhất",
        access="Quyền",
        read_only="Chỉ đọc: không thể thêm hoặc xóa bài viết tại đây",
        writable="Có thể thêm và xóa bài viết",
        encoder="Bộ mã hóa",
        dimensions="{} chiều",
        versions="Phiên bản",
        keys="Bàn phím",
        sends="Gửi câu hỏi",
        breaks="Xuống dòng",
        opens="Trên số trích dẫn: mở nguồn",
        closes="Đóng cửa sổ đang mở",
    ),
}
