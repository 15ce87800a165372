"""The part's own words in each of the page's languages; ``{…}`` are filled in, by Python or by the script."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What the list and the forms for adding say."""

    heading: str
    choose: str
    drop: str
    paste: str
    title: str
    text: str
    source: str
    date: str
    optional: str
    date_hint: str
    add_text: str
    cancel: str
    search: str
    language: str
    every_language: str
    sort: str
    by_added: str
    by_date: str
    by_title: str
    range: str
    previous: str
    next: str
    characters: str
    open: str
    remove: str
    confirm: str
    remove_it: str
    keep_it: str
    removed: str
    nothing: str
    empty: str
    invitation: str
    example: str
    empty_read_only: str
    progress: str
    results: str
    uploading: str
    waiting: str
    reading: str
    stop: str
    stopping: str
    dismiss: str
    count_added: str
    count_updated: str
    count_unchanged: str
    count_skipped: str
    between: str
    added_one: str
    added: str
    updated: str
    unchanged: str
    skipped: str
    note: str
    too_large: str
    too_many: str
    unknown_format: str
    not_uploaded: str
    lost: str
    cannot_add: str
    no_text: str
    too_long: str
    bad_date: str
    cannot_change: str
    read_only: str
    no_such_article: str


WORDS: dict[str, Words] = {
    "en": Words(
        heading="Library",
        choose="Add files",
        drop="or drop them anywhere on this page: {formats}, up to {limit} each",
        paste="Paste text",
        title="Title",
        text="Text",
        source="Publisher",
        date="Date",
        optional="optional",
        date_hint="2022, 2022-05 or 2022-05-28",
        add_text="Add the text",
        cancel="Cancel",
        search="Search titles and publishers",
        language="Language",
        every_language="All languages",
        sort="Sort by",
        by_added="Last added",
        by_date="Newest date",
        by_title="Title",
        range="{first}–{last} of {found}",
        previous="Previous",
        next="Next",
        characters="{count} characters",
        open="Open the article “{title}”",
        remove="Remove the article “{title}”",
        confirm="Remove “{title}” from the library?",
        remove_it="Remove",
        keep_it="Keep",
        removed="“{title}” has been removed.",
        nothing="No article fits. Try fewer words or all languages.",
        empty="The library is empty",
        invitation="Add the articles that you want to ask about, in any language. Text, saved web pages, PDF "
        "and Word files are read as they are; Markdown and JSON Lines can say more about each article:",
        example="Flood report",
        empty_read_only="There are no articles to ask about yet, and this page may not add any.",
        progress="Progress",
        results="Results",
        uploading="Uploading file {number} of {total}",
        waiting="Waiting for another visitor’s files",
        reading="Reading file {number} of {total}: {name}",
        stop="Stop",
        stopping="Stopping after this file",
        dismiss="Close",
        count_added="{count} added",
        count_updated="{count} updated",
        count_unchanged="{count} already there",
        count_skipped="{count} skipped",
        between=", ",
        added_one="added",
        added="added, {count} articles",
        updated="updated",
        unchanged="already in the library",
        skipped="skipped: {reason}",
        note="left out: {notes}",
        too_large="larger than {limit}",
        too_many="more than {count} files at once; add it next time",
        unknown_format="not one of {formats}",
        not_uploaded="could not be uploaded",
        lost="The page that serves the library no longer answers; what it has stored is kept.",
        cannot_add="the text was not added",
        no_text="there is no text",
        too_long="it is larger than {limit}",
        bad_date="“{date}” is no date; write 2022, 2022-05 or 2022-05-28",
        cannot_change="the library was not changed",
        read_only="this page may only read it",
        no_such_article="the library holds no such article",
    ),
    "zh-Hans": Words(
        heading="文库",
        choose="添加文件",
        drop="或拖放到本页任意位置：{formats}，每个不超过 {limit}",
        paste="粘贴文本",
        title="标题",
        text="正文",
        source="发布者",
        date="日期",
        optional="选填",
        date_hint="2022、2022-05 或 2022-05-28",
        add_text="添加文本",
        cancel="取消",
        search="搜索标题和发布者",
        language="语言",
        every_language="所有语言",
        sort="排序",
        by_added="最近添加",
        by_date="日期最新",
        by_title="标题",
        range="第 {first}–{last} 篇，共 {found} 篇",
        previous="上一页",
        next="下一页",
        characters="{count} 字符",
        open="打开文章《{title}》",
        remove="移除文章《{title}》",
        confirm="要从文库中移除《{title}》吗？",
        remove_it="移除",
        keep_it="保留",
        removed="已移除《{title}》。",
        nothing="没有符合条件的文章。请减少关键词，或选择所有语言。",
        empty="文库还是空的",
        invitation="请添加你想提问的文章，语言不限。纯文本、保存的网页、PDF 和 Word 文件可直接读取；"
        "Markdown 和 JSON Lines 还能注明每篇文章的信息：",
        example="洪灾报告",
        empty_read_only="还没有可供提问的文章，而且本页不能添加文章。",
        progress="进度",
        results="结果",
        uploading="正在上传第 {number} 个文件，共 {total} 个",
        waiting="正在等待其他访问者的文件",
        reading="正在读取第 {number} 个文件，共 {total} 个：{name}",
        stop="停止",
        stopping="读完当前文件后停止",
        dismiss="关闭",
        count_added="添加了 {count} 个文件",
        count_updated="更新了 {count} 个",
        count_unchanged="{count} 个已有",
        count_skipped="跳过了 {count} 个",
        between="，",
        added_one="已添加",
        added="已添加 {count} 篇文章",
        updated="已更新",
        unchanged="文库中已有",
        skipped="已跳过：{reason}",
        note="未收录：{notes}",
        too_large="超过 {limit}",
        too_many="一次最多添加 {count} 个文件；请下次再添加",
        unknown_format="格式不在 {formats} 之列",
        not_uploaded="上传失败",
        lost="文库服务没有响应；已保存的内容不会丢失。",
        cannot_add="未添加文本",
        no_text="没有正文",
        too_long="超过 {limit}",
        bad_date="“{date}”不是日期；请写成 2022、2022-05 或 2022-05-28",
        cannot_change="文库未作更改",
        read_only="本页只能读取",
        no_such_article="文库中没有这篇文章",
    ),
    "zh-Hant": Words(
        heading="文庫",
        choose="新增檔案",
        drop="或拖放到本頁任何位置：{formats}，每個不超過 {limit}",
        paste="貼上文字",
        title="標題",
        text="內文",
        source="發布者",
        date="日期",
        optional="選填",
        date_hint="2022、2022-05 或 2022-05-28",
        add_text="新增文字",
        cancel="取消",
        search="搜尋標題與發布者",
        language="語言",
        every_language="所有語言",
        sort="排序",
        by_added="最近新增",
        by_date="日期最新",
        by_title="標題",
        range="第 {first}–{last} 篇，共 {found} 篇",
        previous="上一頁",
        next="下一頁",
        characters="{count} 字元",
        open="開啟文章《{title}》",
        remove="移除文章《{title}》",
        confirm="要從文庫中移除《{title}》嗎？",
        remove_it="移除",
        keep_it="保留",
        removed="已移除《{title}》。",
        nothing="沒有符合條件的文章。請減少關鍵字，或選擇所有語言。",
        empty="文庫還是空的",
        invitation="請新增你想提問的文章，語言不限。純文字、儲存的網頁、PDF 與 Word 檔可直接讀取；"
        "Markdown 與 JSON Lines 還能註明每篇文章的資訊：",
        example="水災報告",
        empty_read_only="還沒有可供提問的文章，而且本頁不能新增文章。",
        progress="進度",
        results="結果",
        uploading="正在上傳第 {number} 個檔案，共 {total} 個",
        waiting="正在等待其他訪客的檔案",
        reading="正在讀取第 {number} 個檔案，共 {total} 個：{name}",
        stop="停止",
        stopping="讀完目前的檔案後停止",
        dismiss="關閉",
        count_added="新增了 {count} 個檔案",
        count_updated="更新了 {count} 個",
        count_unchanged="{count} 個已有",
        count_skipped="略過了 {count} 個",
        between="，",
        added_one="已新增",
        added="已新增 {count} 篇文章",
        updated="已更新",
        unchanged="文庫中已有",
        skipped="已略過：{reason}",
        note="未收錄：{notes}",
        too_large="超過 {limit}",
        too_many="一次最多新增 {count} 個檔案；請下次再新增",
        unknown_format="格式不在 {formats} 之列",
        not_uploaded="上傳失敗",
        lost="文庫服務沒有回應；已儲存的內容不會遺失。",
        cannot_add="未新增文字",
        no_text="沒有內文",
        too_long="超過 {limit}",
        bad_date="「{date}」不是日期；請寫成 2022、2022-05 或 2022-05-28",
        cannot_change="文庫未變更",
        read_only="本頁只能讀取",
        no_such_article="文庫中沒有這篇文章",
    ),
    "vi": Words(
        heading="Thư viện",
        choose="Thêm tệp",
        drop="hoặc kéo thả vào bất cứ đâu trên trang: {formats}, mỗi tệp tối đa {limit}",
        paste="Dán văn bản",
        title="Tiêu đề",
        text="Nội dung",
        source="Nơi xuất bản",
        date="Ngày",
        optional="không bắt buộc",
        date_hint="2022, 2022-05 hoặc 2022-05-28",
        add_text="Thêm văn bản",
        cancel="Hủy",
        search="Tìm theo tiêu đề và nơi xuất bản",
        language="Ngôn ngữ",
        every_language="Mọi ngôn ngữ",
        sort="Sắp xếp theo",
        by_added="Mới thêm",
        by_date="Ngày mới nhất",
        by_title="Tiêu đề",
        range="{first}–{last} trong số {found}",
        previous="Trước",
        next="Sau",
        characters="{count} ký tự",
        open="Mở bài viết “{title}”",
        remove="Gỡ bài viết “{title}”",
        confirm="Gỡ “{title}” khỏi thư viện?",
        remove_it="Gỡ",
        keep_it="Giữ lại",
        removed="Đã gỡ “{title}”.",
        nothing="Không có bài viết nào phù hợp. Hãy thử ít từ hơn hoặc chọn mọi ngôn ngữ.",
        empty="Thư viện còn trống",
        invitation="Hãy thêm những bài viết mà bạn muốn hỏi, bằng bất kỳ ngôn ngữ nào. Văn bản thuần, "
        "trang web đã lưu, tệp PDF và Word được đọc nguyên như vậy; Markdown và JSON Lines có thể cho biết "
        "thêm về từng bài viết:",
        example="Báo cáo lũ lụt",
        empty_read_only="Chưa có bài viết nào để hỏi, và trang này không được phép thêm bài.",
        progress="Tiến độ",
        results="Kết quả",
        uploading="Đang tải lên tệp {number} trên {total}",
        waiting="Đang chờ tệp của người khác",
        reading="Đang đọc tệp {number} trên {total}: {name}",
        stop="Dừng",
        stopping="Sẽ dừng sau tệp này",
        dismiss="Đóng",
        count_added="đã thêm {count} tệp",
        count_updated="đã cập nhật {count}",
        count_unchanged="{count} đã có sẵn",
        count_skipped="bỏ qua {count}",
        between=", ",
        added_one="đã thêm",
        added="đã thêm {count} bài viết",
        updated="đã cập nhật",
        unchanged="đã có trong thư viện",
        skipped="bỏ qua: {reason}",
        note="không lấy: {notes}",
        too_large="lớn hơn {limit}",
        too_many="mỗi lần chỉ thêm được {count} tệp; hãy thêm tệp này vào lần sau",
        unknown_format="không thuộc các định dạng {formats}",
        not_uploaded="không tải lên được",
        lost="Máy chủ của thư viện không còn trả lời; những gì đã lưu vẫn còn.",
        cannot_add="văn bản chưa được thêm",
        no_text="không có nội dung",
        too_long="nó lớn hơn {limit}",
        bad_date="“{date}” không phải là ngày; hãy viết 2022, 2022-05 hoặc 2022-05-28",
        cannot_change="thư viện không thay đổi",
        read_only="trang này chỉ được đọc",
        no_such_article="thư viện không có bài viết này",
    ),
}
