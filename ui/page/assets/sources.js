// The sources of each exchange, as the server rendered them: the newest, or those whose marker was chosen.
const panel = element.closest("#pc-sources");
const place = element.querySelector(".pc-proof");
const back = element.querySelector(".pc-back");
let rendered = new Map(); // by exchange
let before = rendered; // as it was when the newest question was asked
let words = { idle: "", searching: "" };
let newest = null; // an exchange; null before the first question
let shown = null;
let chosen = null; // what to go back to: the button that led here
let loads = 0;

async function load() {
  const turn = ++loads;
  const given = await polycite.call(server.opening).catch((error) => ({ ...words, failure: error.message }));
  if (turn !== loads) return;
  words = given;
  panel.setAttribute("role", "complementary");
  panel.setAttribute("aria-label", words.name ?? "");
  back.textContent = words.back ?? "";
  if (!rendered.has(shown)) show(shown);
  if (words.failure) place.textContent = words.failure;
}

function show(exchange) {
  shown = exchange;
  place.innerHTML = rendered.get(exchange) ?? (exchange === null ? words.idle : words.searching);
}

function ask(exchange) {
  leave();
  before = rendered;
  rendered = new Map([...before].filter(([earlier]) => earlier < exchange));
  newest = exchange;
  show(exchange);
  panel.scrollTop = 0;
}

function receive({ exchange, html }) {
  const following = shown === newest;
  if (!rendered.has(exchange)) newest = exchange;
  rendered.set(exchange, html);
  if (following || shown === exchange) show(following ? newest : exchange);
}

// The newest question was stopped before anything was found, or could not be asked.
function showLast() {
  newest = [...rendered.keys()].at(-1) ?? null;
  show(newest);
}

function stop() {
  if (newest !== null && !rendered.has(newest)) showLast();
}

function fail({ question }) {
  if (question === undefined) return;
  rendered = before;
  showLast();
}

function forget() {
  leave();
  rendered = before = new Map();
  newest = null;
  show(null);
}

function revealMarker({ exchange, marker }) {
  const name = CSS.escape(marker);
  reveal(exchange, `[data-marker="${name}"]`, `[data-markers~="${name}"]`, `[data-quote~="${name}"]`);
}

// The card in view and focused; on a phone the panel rises over the conversation.
function reveal(exchange, from, to, part) {
  if (!rendered.has(exchange)) return;
  const button = document.activeElement?.closest(`#pc-thread ${from}`);
  if (shown !== exchange) show(exchange);
  const card = place.querySelector(to);
  if (!card) return;
  chosen = { exchange, from, button };
  back.hidden = false;
  panel.classList.add("pc-sheet");
  if (getComputedStyle(panel).position === "fixed") button?.scrollIntoView({ block: "start" });
  card.focus({ preventScroll: true });
  const quote = part && card.querySelector(part);
  const fits = card.offsetHeight < panel.clientHeight - back.offsetHeight;
  if (fits || !quote) card.scrollIntoView({ block: "start" });
  else quote.scrollIntoView({ block: "center" });
  card.classList.add("pc-revealed");
  setTimeout(() => card.classList.remove("pc-revealed"), 1500);
}

function leave() {
  chosen = null;
  back.hidden = true;
  panel.classList.remove("pc-sheet");
}

function goBack() {
  const { exchange, from, button } = chosen;
  const same = `#pc-thread [data-exchange="${CSS.escape(exchange)}"]${from}`;
  const target = button?.isConnected ? button : document.querySelector(same);
  leave();
  target?.scrollIntoView({ block: "nearest" });
  target?.focus({ preventScroll: true });
}

function openArticle(button) {
  const { article, hits } = button.closest("[data-article]").dataset;
  const exchange = button.closest("[data-exchange]") ? shown : undefined;
  const [start, end] = hits?.split(" ")[0].split("-").map(Number) ?? [];
  polycite.send("open-article", { article, start, end, exchange });
}

element.addEventListener("click", ({ target }) => {
  if (target.closest(".pc-back")) goBack();
  const button = target.closest("[data-open]");
  if (button) openArticle(button);
  if (target.closest("button[data-view]")) polycite.send("view", "library");
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen && !event.defaultPrevented) goBack();
});
polycite.on("asked", ({ exchange }) => ask(exchange));
polycite.on("sources", receive);
polycite.on("stop", stop);
polycite.on("chat-failed", fail);
polycite.on("marker", revealMarker);
polycite.on("closest", ({ exchange }) => reveal(exchange, "[data-closest]", ".pc-source"));
polycite.on("restore", forget);
polycite.on("new-conversation", forget);
polycite.on("language", load);
polycite.on("library-changed", load);
load();

// Menus that copy a citation, here and in the viewer.
async function copy(button) {
  const menu = button.closest(".pc-copy");
  const status = menu.nextElementSibling;
  const { copied, failed } = status.dataset;
  status.textContent = (await polycite.copy(button.dataset.copy)) ? `${copied}: ${button.textContent}` : failed;
  menu.open = false;
  menu.querySelector("summary").focus();
  setTimeout(() => (status.textContent = ""), 4000);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".pc-copy [data-copy]");
  if (button) return copy(button);
  for (const menu of document.querySelectorAll(".pc-copy[open]")) menu.open = menu.contains(target);
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(".pc-copy[open]");
  if (!menu) return;
  event.preventDefault(); // what holds the menu stays open
  menu.open = false;
  menu.querySelector("summary").focus();
}, true);
