// Runs when the picture loads; Gradio provides `element` and `server`. It is drawn once it comes into view.
const NARROW = matchMedia("(max-width: 640px)");
const one = (selector) => element.querySelector(selector);
const all = (selector) => [...element.querySelectorAll(selector)];
let asked = {};
let stale = true;
let inView = false;
let latest = 0;

async function draw() {
  if (!stale || !inView) return;
  stale = false;
  const mine = ++latest;
  element.setAttribute("aria-busy", "true");
  try {
    const html = await polycite.call(server.draw_picture, { ...asked, narrow: NARROW.matches });
    if (mine === latest) show(html);
  } catch (error) {
    if (mine !== latest) return;
    fail(error.message);
    stale = true;
  }
  if (mine === latest) element.removeAttribute("aria-busy");
}

function fail(line) {
  const note = document.createElement("p");
  note.className = "pc-picture-note";
  note.textContent = line;
  element.replaceChildren(note);
}

function show(html) {
  const focused = element.contains(document.activeElement) ? document.activeElement.closest(".pc-mark") : null;
  const was = focused && { drawing: focused.closest("svg").classList[1], article: focused.dataset.article };
  element.innerHTML = html;
  for (const drawing of all(".pc-drawing")) drawing.querySelector(".pc-mark")?.setAttribute("tabindex", "0");
  if (was?.article) reach(all(`.${was.drawing} .pc-mark`).find((mark) => mark.dataset.article === was.article));
}

function outdated() {
  stale = true;
  draw();
}

// Going from mark to mark: left and right by what stands beside, up and down by what stands above.

function reach(mark) {
  if (!mark) return;
  for (const other of mark.closest("svg").querySelectorAll(".pc-mark")) other.setAttribute("tabindex", other === mark ? "0" : "-1");
  mark.focus();
}

function inOrder(drawing, axis) {
  const placed = [...drawing.querySelectorAll(".pc-mark")].map((mark) => [mark, mark.getBoundingClientRect()]);
  const other = axis === "x" ? "y" : "x";
  placed.sort(([, one], [, two]) => one[axis] - two[axis] || one[other] - two[other]);
  return placed.map(([mark]) => mark);
}

function step(mark, key) {
  const order = inOrder(mark.closest("svg"), key === "ArrowUp" || key === "ArrowDown" ? "y" : "x");
  const place = order.indexOf(mark);
  const steps = { ArrowLeft: place - 1, ArrowUp: place - 1, ArrowRight: place + 1, ArrowDown: place + 1, Home: 0, End: order.length - 1 };
  return order[steps[key]];
}

element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return dismiss(event);
  const mark = event.target.closest(".pc-mark");
  if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" || event.key === " ") open(mark);
  else if (/^(Arrow|Home|End)/.test(event.key)) reach(step(mark, event.key));
  else return;
  event.preventDefault();
});

element.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-article], [data-articles]");
  if (chosen) open(chosen);
});

function open({ dataset }) {
  const ids = dataset.article ? [dataset.article] : dataset.articles.split(" ");
  if (ids.length === 1) polycite.send("open-article", { article: ids[0] });
  else list(ids, dataset.title);
}

// The articles that a bar stands for.

let opener = null;
function list(ids, title) {
  const place = one(".pc-picture-list");
  opener = document.activeElement;
  const marks = new Map(all(".pc-map .pc-mark").map((mark) => [mark.dataset.article, mark.dataset]));
  const heading = made("h4", title);
  heading.tabIndex = -1;
  const items = document.createElement("ul");
  items.append(...ids.filter((id) => marks.has(id)).map((id) => entry(id, marks.get(id))));
  const close = made("button", "×");
  close.type = "button";
  close.className = "pc-list-close";
  close.setAttribute("aria-label", place.dataset.close);
  close.addEventListener("click", closeList);
  place.replaceChildren(heading, close, items);
  place.hidden = false;
  heading.focus();
}

function entry(id, { title, about, language }) {
  const item = document.createElement("li");
  const button = made("button", "");
  button.type = "button";
  button.dataset.article = id;
  const name = made("span", title);
  name.lang = language;
  name.dir = "auto";
  button.append(name, made("small", about));
  item.append(button);
  return item;
}

function made(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

function closeList() {
  one(".pc-picture-list").hidden = true;
  opener?.focus();
}

// What a mark stands for, beside it while it is pointed at or focused.

function tell(mark) {
  const tip = one(".pc-tip");
  const title = made("strong", mark.dataset.title);
  title.dir = "auto";
  if (mark.dataset.language) title.lang = mark.dataset.language;
  tip.replaceChildren(title, ...(mark.dataset.about ? [made("span", mark.dataset.about)] : []));
  tip.hidden = false;
  const box = mark.getBoundingClientRect();
  const left = box.x + box.width / 2 - tip.offsetWidth / 2;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${box.y > tip.offsetHeight + 12 ? box.y - tip.offsetHeight - 6 : box.bottom + 6}px`;
}

function hush() {
  const tip = one(".pc-tip");
  if (tip) tip.hidden = true;
}

function dismiss() {
  hush();
  if (one(".pc-picture-list:not([hidden])")?.contains(document.activeElement)) closeList();
}

for (const [news, told] of [["pointerover", tell], ["focusin", tell], ["pointerout", hush], ["focusout", hush]]) {
  element.addEventListener(news, ({ target }) => {
    const mark = target.closest(".pc-mark");
    if (mark) told(mark);
  });
}
window.addEventListener("scroll", hush, { capture: true, passive: true });

function ask({ question, answer } = {}) {
  asked = question ? { question: answer?.resolved ?? question, cited: (answer?.citations ?? []).map((cited) => cited.article_id) } : {};
  outdated();
}

polycite.on("answered", ask);
polycite.on("restore", ({ exchanges = [] }) => ask(exchanges.at(-1)));
polycite.on("new-conversation", () => ask());
polycite.on("library-changed", outdated);
polycite.on("language", outdated);
NARROW.addEventListener("change", outdated);
new IntersectionObserver((entries) => {
  inView = entries.at(-1).isIntersecting;
  draw();
}, { rootMargin: "200px" }).observe(element);
