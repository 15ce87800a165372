"""The masthead's own words in each language of the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; labels of buttons are their accessible names too."""

    skip: str
    tagline: str
    views: str
    ask: str
    library: str
    conversations: str
    new: str
    language: str
    appearance: str
    system: str
    light: str
    dark: str
    settings: str
    logout: str
    offline: str


WORDS = {
    "en": Words(
        skip="Skip to the question",
        tagline="Ask in your language, see the proof in the original",
        views="Views",
        ask="Ask",
        library="Library",
        conversations="Conversations",
        new="New conversation",
        language="Language",
        appearance="Appearance",
        system="As the device",
        light="Light",
        dark="Dark",
        settings="Settings",
        logout="Log out",
        offline="The connection to Polycite is lost. This page comes back by itself once it is there again.",
    ),
    "zh-Hans": Words(
        skip="跳到提问框",
        tagline="用你的语言提问，在原文中看到依据",
        views="视图",
        ask="提问",
        library="文库",
        conversations="对话",
        new="新对话",
        language="语言",
        appearance="外观",
        system="跟随系统",
        light="浅色",
        dark="深色",
        settings="设置",
        logout="退出登录",
        offline="与 Polycite 的连接已断开。恢复后，本页面会自动重新载入。",
    ),
    "zh-Hant": Words(
        skip="跳至提問欄",
        tagline="用你的語言提問，在原文中看見依據",
        views="檢視",
        ask="提問",
        library="文庫",
        conversations="對話",
        new="新對話",
        language="語言",
        appearance="外觀",
        system="跟隨系統",
        light="淺色",
        dark="深色",
        settings="設定",
        logout="登出",
        offline="與 Polycite 的連線已中斷。恢復後，本頁面會自動重新載入。",
    ),
    "vi": Words(
        skip="Chuyển đến ô câu hỏi",
        tagline="Hỏi bằng ngôn ngữ của bạn, xem bằng chứng trong nguyên bản",
        views="Chế độ xem",
        ask="Hỏi",
        library="Thư viện",
        conversations="Cuộc trò chuyện",
        new="Cuộc trò chuyện mới",
        language="Ngôn ngữ",
        appearance="Giao diện",
        system="Theo thiết bị",
        light="Sáng",
        dark="Tối",
        settings="Cài đặt",
        logout="Đăng xuất",
        offline="Mất kết nối với Polycite. Trang này sẽ tự tải lại khi có kết nối.",
    ),
}
