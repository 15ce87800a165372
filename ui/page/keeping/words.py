"""The words around kept conversations and ratings, in the reader's languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``{title}``, ``{count}`` and ``{why}`` are filled in by the page's script."""

    conversations: str
    close: str
    new: str
    export_current: str
    markdown: str
    json: str
    today: str
    yesterday: str
    earlier: str
    untitled: str
    nothing_kept: str
    private: str
    actions: str
    rename: str
    new_name: str
    save: str
    delete: str
    delete_one: str
    delete_all: str
    delete_every: str
    stay: str
    deleted: str
    exported: str
    no_room: str
    rating: str
    good: str
    bad: str
    comment: str
    where_ratings_go: str
    send: str
    skip: str
    noted: str


WORDS = {
    "en": Words(
        conversations="Conversations",
        close="Close conversations",
        new="New conversation",
        export_current="Export this conversation:",
        markdown="Markdown",
        json="JSON",
        today="Today",
        yesterday="Yesterday",
        earlier="Earlier",
        untitled="Untitled",
        nothing_kept="What you ask is listed here, so that you can come back to it.",
        private="Kept in this browser only. Nothing is shared.",
        actions="Rename, export or delete “{title}”",
        rename="Rename",
        new_name="Name of the conversation",
        save="Save",
        delete="Delete",
        delete_one="Delete this conversation for good?",
        delete_all="Delete all",
        delete_every="Delete all kept conversations ({count}) for good?",
        stay="Keep",
        deleted="Deleted.",
        exported="Saved as {title}.",
        no_room="This browser has no room to keep the newest answer. Export or delete older conversations.",
        rating="Rate this answer",
        good="Good answer",
        bad="Bad answer",
        comment="What was right or wrong? (optional)",
        where_ratings_go="Ratings go, with question and answer, to a file beside the library; "
        "nothing is sent elsewhere.",
        send="Send",
        skip="No comment",
        noted="Thank you, your rating is noted.",
    ),
    "zh-Hans": Words(
        conversations="对话",
        close="关闭对话列表",
        new="新对话",
        export_current="导出当前对话：",
        markdown="Markdown",
        json="JSON",
        today="今天",
        yesterday="昨天",
        earlier="更早",
        untitled="未命名",
        nothing_kept="你提过的问题会列在这里，方便日后回看。",
        private="只保存在本浏览器中，不会分享给任何人。",
        actions="重命名、导出或删除“{title}”",
        rename="重命名",
        new_name="对话名称",
        save="保存",
        delete="删除",
        delete_one="要永久删除这个对话吗？",
        delete_all="全部删除",
        delete_every="要永久删除保存的全部对话（{count} 个）吗？",
        stay="保留",
        deleted="已删除。",
        exported="已存为 {title}。",
        no_room="浏览器空间不足，最新的回答未能保存。请导出或删除较早的对话。",
        rating="评价这个回答",
        good="回答得好",
        bad="回答得不好",
        comment="好在哪里，或者错在哪里？（选填）",
        where_ratings_go="评价会连同问题和回答写入文库旁的一个文件，不会发送到别处。",
        send="提交",
        skip="不写评语",
        noted="谢谢，你的评价已记录。",
    ),
    "zh-Hant": Words(
        conversations="對話",
        close="關閉對話列表",
        new="新對話",
        export_current="匯出目前的對話：",
        markdown="Markdown",
        json="JSON",
        today="今天",
        yesterday="昨天",
        earlier="更早",
        untitled="未命名",
        nothing_kept="你問過的問題會列在這裡，方便日後回顧。",
        private="只保存在這個瀏覽器中，不會分享給任何人。",
        actions="重新命名、匯出或刪除「{title}」",
        rename="重新命名",
        new_name="對話名稱",
        save="儲存",
        delete="刪除",
        delete_one="要永久刪除這個對話嗎？",
        delete_all="全部刪除",
        delete_every="要永久刪除保存的所有對話（{count} 個）嗎？",
        stay="保留",
        deleted="已刪除。",
        exported="已存成 {title}。",
        no_room="瀏覽器空間不足，最新的回答無法保存。請匯出或刪除較早的對話。",
        rating="評價這個回答",
        good="回答得好",
        bad="回答得不好",
        comment="好在哪裡，或是錯在哪裡？（選填）",
        where_ratings_go="評價會連同問題和回答寫入文庫旁的一個檔案，不會傳送到別處。",
        send="送出",
        skip="不寫評語",
        noted="謝謝，你的評價已記錄。",
    ),
    "vi": Words(
        conversations="Cuộc trò chuyện",
        close="Đóng danh sách cuộc trò chuyện",
        new="Cuộc trò chuyện mới",
        export_current="Xuất cuộc trò chuyện này:",
        markdown="Markdown",
        json="JSON",
        today="Hôm nay",
        yesterday="Hôm qua",
        earlier="Trước đó",
        untitled="Chưa đặt tên",
        nothing_kept="Những gì bạn hỏi sẽ được liệt kê ở đây để bạn xem lại sau này.",
        private="Chỉ lưu trong trình duyệt này, không chia sẻ với ai.",
        actions="Đổi tên, xuất hoặc xóa “{title}”",
        rename="Đổi tên",
        new_name="Tên cuộc trò chuyện",
        save="Lưu",
        delete="Xóa",
        delete_one="Xóa hẳn cuộc trò chuyện này?",
        delete_all="Xóa tất cả",
        delete_every="Xóa hẳn tất cả cuộc trò chuyện đã lưu ({count})?",
        stay="Giữ lại",
        deleted="Đã xóa.",
        exported="Đã lưu thành {title}.",
        no_room="Trình duyệt hết chỗ, câu trả lời mới nhất chưa được lưu. Hãy xuất hoặc xóa bớt cuộc cũ.",
        rating="Đánh giá câu trả lời này",
        good="Câu trả lời tốt",
        bad="Câu trả lời chưa tốt",
        comment="Đúng hoặc sai ở điểm nào? (không bắt buộc)",
        where_ratings_go="Đánh giá được ghi cùng câu hỏi và câu trả lời vào một tệp cạnh thư viện, "
        "không gửi đi nơi khác.",
        send="Gửi",
        skip="Không nhận xét",
        noted="Cảm ơn bạn, đánh giá đã được ghi lại.",
    ),
}
