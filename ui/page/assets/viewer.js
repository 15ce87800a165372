// A whole article over the page, and the steps through what an exchange found in it.
const dialog = element.querySelector("dialog");
const page = dialog.querySelector(".pc-page");
const close = dialog.querySelector(".pc-close");
const sources = new Map(); // as HTML, by exchange
let words = { close: "", opening: "" };
let hits = [];
let current = 0;
let turn = 0;

async function load() {
  words = await polycite.call(server.wording).catch(() => words);
  close.title = words.close;
  close.setAttribute("aria-label", words.close);
}

// Where the exchange's cards stand in the article: pairs of offsets.
function found(exchange, article) {
  const cards = new DOMParser().parseFromString(sources.get(exchange) ?? "", "text/html");
  return [...cards.querySelectorAll("[data-hits]")]
    .filter((card) => card.dataset.article === article)
    .flatMap((card) => card.dataset.hits.split(" ").map((hit) => hit.split("-").map(Number)));
}

async function open({ article, start, end, exchange }) {
  const asked = ++turn;
  const wanted = Number.isInteger(start) && Number.isInteger(end) ? [[start, end]] : [];
  say(words.opening);
  if (!dialog.open) dialog.showModal();
  try {
    const reply = await polycite.call(server.article, { article, hits: [...wanted, ...found(exchange, article)] });
    if (asked === turn && dialog.open) show(reply, start, end);
  } catch (error) {
    if (asked === turn) say(error.message);
  }
}

function say(text) {
  hits = [];
  page.textContent = text;
  dialog.setAttribute("aria-label", text);
}

function show(reply, start, end) {
  page.innerHTML = reply.html;
  hits = reply.hits;
  dialog.setAttribute("aria-label", (page.querySelector("h2") ?? page).textContent);
  page.querySelector(".pc-text")?.focus({ preventScroll: true });
  if (hits.length) go(Math.max(0, hits.findIndex((hit) => hit[0] === start && hit[1] === end)));
}

function go(to) {
  current = (to + hits.length) % hits.length;
  for (const part of page.querySelectorAll("[data-hit]")) part.hidden = Number(part.dataset.hit) !== current;
  const marks = page.querySelectorAll(".pc-text mark");
  for (const mark of marks) mark.classList.toggle("pc-current", mark.dataset.quote.split(" ").includes(String(current)));
  centre(page.querySelector(".pc-current"));
}

// Text far from view has no exact height until it comes near, so the place is found anew once it has.
function centre(mark) {
  const scroll = () => mark?.scrollIntoView({ block: "center", behavior: "instant" });
  scroll();
  requestAnimationFrame(() => requestAnimationFrame(scroll));
}

function toTop() {
  const text = page.querySelector(".pc-text");
  text.scrollTop = 0;
  text.focus({ preventScroll: true });
}

dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target === close) dialog.close();
  if (target.closest("[data-top]")) toTop();
  const arrow = target.closest("[data-step]");
  if (arrow) go(current + Number(arrow.dataset.step));
});
dialog.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || hits.length < 2) return;
  const step = { n: 1, p: -1 }[event.key];
  if (step) go(current + step);
});
dialog.addEventListener("close", () => {
  if (dialog.open) return; // opened anew since
  turn += 1;
  say("");
});
polycite.on("open-article", open);
polycite.on("sources", ({ exchange, html }) => sources.set(exchange, html ?? ""));
polycite.on("restore", () => sources.clear());
polycite.on("new-conversation", () => sources.clear());
polycite.on("language", load);
load();
