"""The words of the login page, in the page's languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``wait`` has the minutes as ``{minutes}``."""

    title: str
    name: str
    password: str
    enter: str
    ended: str
    wrong: str
    wait: str
    languages: str


WORDS = {
    "en": Words(
        title="Log in",
        name="Name",
        password="Password",  # noqa: S106 - a label
        enter="Log in",
        ended="Your session has ended. Please log in again.",
        wrong="Name or password is wrong.",
        wait="Too many failed attempts. Try again in {minutes} min.",
        languages="Language",
    ),
    "zh-Hans": Words(
        title="登录",
        name="用户名",
        password="密码",  # noqa: S106
        enter="登录",
        ended="登录已失效，请重新登录。",
        wrong="用户名或密码不正确。",
        wait="失败次数过多，请在 {minutes} 分钟后重试。",
        languages="语言",
    ),
    "zh-Hant": Words(
        title="登入",
        name="使用者名稱",
        password="密碼",  # noqa: S106
        enter="登入",
        ended="登入已失效，請重新登入。",
        wrong="使用者名稱或密碼不正確。",
        wait="失敗次數過多，請在 {minutes} 分鐘後再試。",
        languages="語言",
    ),
    "vi": Words(
        title="Đăng nhập",
        name="Tên người dùng",
        password="Mật khẩu",  # noqa: S106
        enter="Đăng nhập",
        ended="Phiên đăng nhập đã kết thúc. Vui lòng đăng nhập lại.",
        wrong="Tên người dùng hoặc mật khẩu không đúng.",
        wait="Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút.",
        languages="Ngôn ngữ",
    ),
}
