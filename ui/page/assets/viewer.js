// A whole article over the page, and the steps through what an exchange found in it.
const dialog = element.querySelector("dialog");
const page = dialog.querySelector(".pc-page");
const close = dialog.querySelector(".pc-close");
const sources = new Map(); // as HTML, by exchange
const same = (one) => (other) => one[0] === other[0] && one[1] === other[1];
let words = { close: "", opening: "" };
let hits = [];
let steps = []; // the numbers of the hits: the quotes before what was only found
let current = 0; // of the steps
let turn = 0;
let loads = 0;

async function load() {
  const asked = ++loads;
  const given = await polycite.call(server.wording).catch(() => words);
  if (asked !== loads) return;
  words = given;
  close.title = words.close;
  close.setAttribute("aria-label", words.close);
}

function cardsOf(exchange, article) {
  const cards = new DOMParser().parseFromString(sources.get(exchange) ?? "", "text/html");
  return [...cards.querySelectorAll("[data-hits]")].filter((card) => card.dataset.article === article);
}

// Where they stand in the article: pairs of offsets.
function places(cards) {
  return cards.flatMap((card) => card.dataset.hits.split(" ").map((hit) => hit.split("-").map(Number)));
}

async function open({ article, start, end, exchange }) {
  const asked = ++turn;
  const cards = cardsOf(exchange, article);
  const wanted = Number.isInteger(start) && Number.isInteger(end) ? [[start, end]] : [];
  say(words.opening);
  if (!dialog.open) dialog.showModal();
  try {
    const reply = await polycite.call(server.article, { article, hits: [...wanted, ...places(cards)] });
    if (asked === turn && dialog.open) show(reply, cards.filter((card) => card.dataset.markers), [start, end]);
  } catch (error) {
    if (asked === turn) say(error.message);
  }
}

function say(text) {
  hits = steps = [];
  page.textContent = text;
  dialog.setAttribute("aria-label", text);
}

function show(reply, cited, wanted) {
  page.innerHTML = reply.html;
  hits = reply.hits;
  dialog.setAttribute("aria-label", (page.querySelector("h2") ?? page).textContent);
  page.querySelector(".pc-text")?.focus({ preventScroll: true });
  const quotes = places(cited);
  const isQuote = (number) => quotes.some(same(hits[number]));
  const numbers = [...hits.keys()];
  steps = [...numbers.filter(isQuote), ...numbers.filter((number) => !isQuote(number))];
  for (const mark of page.querySelectorAll(".pc-text mark")) dress(mark, hitsOf(mark).some(isQuote), cited);
  if (hits.length) go(Math.max(0, steps.findIndex((number) => same(hits[number])(wanted))));
}

const hitsOf = (mark) => mark.dataset.quote.split(" ").map(Number);

// A quote's answer is bold as in its card.
function dress(mark, isQuote, cited) {
  mark.classList.toggle("pc-found", !isQuote);
  const marks = cited.flatMap((card) => [...card.querySelectorAll("mark")]);
  const alike = isQuote && marks.find(({ textContent }) => textContent === mark.textContent);
  if (alike) mark.replaceChildren(...alike.cloneNode(true).childNodes);
}

function go(to) {
  current = (to + steps.length) % steps.length;
  const hit = steps[current];
  for (const part of page.querySelectorAll("[data-hit]")) {
    part.hidden = Number(part.dataset.hit) !== (part.closest(".pc-steps") ? current : hit);
  }
  for (const mark of page.querySelectorAll(".pc-text mark")) mark.classList.toggle("pc-current", hitsOf(mark).includes(hit));
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
