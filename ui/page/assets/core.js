// What the parts of the page share: the reader's language, what the browser keeps, and news between parts.
window.polycite = (() => {
  const LANGUAGES = ["en", "zh-Hans", "zh-Hant", "vi"];
  // Numbers and dates look like those that the server writes.
  const LOCALES = { en: "en-GB", "zh-Hans": "zh-Hans-CN", "zh-Hant": "zh-Hant-TW", vi: "vi-VN" };
  const THEMES = ["system", "light", "dark"];
  const UNREACHED = {
    en: "Polycite cannot be reached; is it still running?",
    "zh-Hans": "无法连接 Polycite；它还在运行吗？",
    "zh-Hant": "無法連線到 Polycite；它還在執行嗎？",
    vi: "Không kết nối được với Polycite; chương trình còn chạy không?",
  };
  const bus = new EventTarget();
  // Of several who log in with one browser, each has what is theirs.
  const user = window.gradio_config?.username;
  const own = user ? `polycite@${encodeURIComponent(user).replaceAll(".", "%2E")}.` : "polycite.";

  // BCP 47: a script says more than a region; Taiwan, Hong Kong and Macao read Traditional Chinese.
  function ours(tag) {
    const wanted = tag.toLowerCase();
    if (wanted.startsWith("zh")) return /hant|-(tw|hk|mo)\b/.test(wanted) && !/hans/.test(wanted) ? "zh-Hant" : "zh-Hans";
    return LANGUAGES.find((language) => wanted.split("-")[0] === language);
  }

  function kept(key, otherwise = null) {
    try {
      return JSON.parse(localStorage.getItem(own + key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  // False where the browser has no room, or forbids it.
  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(own + key);
      else localStorage.setItem(own + key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  const preferred = () => navigator.languages.map(ours).find(Boolean) ?? "en";
  let language = LANGUAGES.includes(kept("language")) ? kept("language") : preferred();

  // Gradio writes the browser's language there when its own words have loaded.
  function tellLanguage() {
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
  }
  tellLanguage();
  new MutationObserver(tellLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });

  const deviceIsDark = matchMedia("(prefers-color-scheme: dark)");
  let theme = THEMES.includes(kept("theme")) ? kept("theme") : "system";

  function shade() {
    const dark = theme === "system" ? deviceIsDark.matches : theme === "dark";
    document.body.classList.toggle("dark", dark);
  }

  function setTheme(name) {
    if (!THEMES.includes(name)) return;
    theme = name;
    keep("theme", name);
    shade();
    send("theme", name);
  }

  // Gradio shades the body when it starts, by the device or by ?__theme=; what the reader chose comes first.
  function keepShade() {
    if (theme !== "system") shade();
  }

  function watchShade() {
    keepShade();
    new MutationObserver(keepShade).observe(document.body, { attributeFilter: ["class"] });
  }

  if (document.body) watchShade();
  else addEventListener("DOMContentLoaded", watchShade);
  deviceIsDark.addEventListener("change", shade);

  function on(news, listener) {
    bus.addEventListener(news, (event) => listener(event.detail));
  }

  function send(news, detail = {}) {
    bus.dispatchEvent(new CustomEvent(news, { detail }));
  }

  function setLanguage(tag) {
    if (!LANGUAGES.includes(tag)) return;
    language = tag;
    tellLanguage();
    keep("language", tag);
    send("language", tag);
  }

  // Calls a server function; throws an Error whose message is a line for the reader.
  async function call(serverFunction, payload = {}) {
    const reply = await serverFunction({ language, ...payload }).catch(() => undefined);
    const { result, error } = reply ?? { error: UNREACHED[language] };
    if (error) throw new Error(error);
    return result;
  }

  // Tells screen readers something that sighted readers see elsewhere.
  function announce(text) {
    let region = document.getElementById("pc-announcer");
    if (!region) {
      region = document.createElement("div");
      region.id = "pc-announcer";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = "";
    setTimeout(() => (region.textContent = text), 50);
  }

  // False where the browser forbids it. Without https, on another machine, there is only the old way.
  async function copy(text) {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    return done || copyAsSelected(text);
  }

  function copyAsSelected(text) {
    const field = document.createElement("textarea");
    field.className = "pc-hidden";
    field.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }

  return {
    get language() { return language; },
    get locale() { return LOCALES[language]; },
    get theme() { return theme; },
    own, // what the keys of this reader's storage begin with
    user,
    where: {}, // the filter that questions are asked with; set by the filter
    announce, call, copy, keep, kept, on, send, setLanguage, setTheme,
  };
})();
