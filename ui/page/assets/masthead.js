const VIEWS = ["ask", "library"];
const SHOWN_IN_ASK = ["new-conversation", "open-conversations", "ask", "asked", "restore"];

function render() {
  const focused = element.contains(document.activeElement) ? document.activeElement.name : "";
  const template = element.querySelector(`template[data-language="${polycite.language}"]`);
  element.querySelector("header")?.remove();
  const header = document.createElement("header");
  header.append(template.content.cloneNode(true));
  header.querySelector("[name=language]").value = polycite.language;
  header.querySelector("[name=theme]").value = polycite.theme;
  header.dataset.theme = polycite.theme;
  header.querySelector("form span").textContent = polycite.user ?? "";
  header.querySelector("form").hidden = !polycite.user;
  template.before(header);
  showCurrent();
  showConnection();
  if (focused) header.querySelector(`[name="${focused}"]`)?.focus();
}

const viewInAddress = () => VIEWS.find((view) => location.hash === `#${view}`) ?? "ask";

function showCurrent() {
  for (const link of element.querySelectorAll("header [data-view]")) {
    if (link.dataset.view === document.body.dataset.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function show(view) {
  if (!VIEWS.includes(view) || view === document.body.dataset.view) return;
  document.body.dataset.view = view;
  showCurrent();
  scrollTo(0, 0);
}

// The page has a <base>, so that a link's own way to a fragment could load the page anew.
function go(view) {
  if (view !== viewInAddress()) history.pushState(null, "", `${location.pathname}${location.search}#${view}`);
  show(view);
}

function toQuestion() {
  polycite.send("view", "ask");
  document.querySelector("#pc-ask textarea")?.focus();
}

// Gradio says so in English, in passing; it loads the page anew by itself once the server is back.
const toasts = document.querySelector(".toast-wrap");
const isLost = () => /connection.*lost/i.test(toasts?.textContent ?? "");

function showConnection() {
  const line = element.querySelector(".pc-offline");
  if (isLost() && !document.body.hasAttribute("data-offline")) polycite.send("unreachable");
  document.body.toggleAttribute("data-offline", isLost());
  line.textContent = isLost() ? line.dataset.says : "";
}

element.addEventListener("click", (event) => {
  const chosen = event.target.closest("a[data-view], [data-news], .pc-skip");
  if (!chosen) return;
  if (chosen.matches("a")) event.preventDefault();
  if (chosen.dataset.view) polycite.send("view", chosen.dataset.view);
  else if (chosen.dataset.news) polycite.send(chosen.dataset.news);
  else toQuestion();
});
element.addEventListener("change", ({ target }) => {
  if (target.name === "language") polycite.setLanguage(target.value);
  if (target.name === "theme") polycite.setTheme(target.value);
});
addEventListener("popstate", () => polycite.send("view", viewInAddress()));
polycite.on("view", go);
polycite.on("language", render);
polycite.on("theme", (theme) => (element.querySelector("header").dataset.theme = theme));
for (const news of SHOWN_IN_ASK) polycite.on(news, () => go("ask"));

if (toasts) new MutationObserver(showConnection).observe(toasts, { childList: true, subtree: true });

show(viewInAddress());
render();
