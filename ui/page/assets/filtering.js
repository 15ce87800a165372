// Runs when the filter loads; Gradio provides `element` and `server`. The form holds what is chosen.
const EARLIEST = "1000-01-01"; // A year that is still being typed comes as 0002, then 0020.
const AGAIN = 3000; // ms: from a refusal to the next try
const one = (selector) => element.querySelector(selector);
const all = (selector) => [...element.querySelectorAll(selector)];
const boxes = () => all("input[type=checkbox]");
const days = () => all("input[type=date]");

function chosen() {
  const ticked = (name) => boxes().filter((box) => box.name === name && box.checked).map((box) => box.value);
  const day = (name) => days().find((field) => field.name === name && field.value >= EARLIEST)?.value ?? "";
  const where = { languages: ticked("languages"), sources: ticked("sources"), since: day("since"), until: day("until") };
  return reversed(where) ? { ...where, since: "", until: "" } : where;
}

const reversed = ({ since, until }) => since && until && until < since;

// A reload goes on with the tab's own filter.
const KEY = `${polycite.own}where`;

function remember(where) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(where));
  } catch {} // a browser that forbids it begins anew
}

function remembered() {
  try {
    const kept = Object(JSON.parse(sessionStorage.getItem(KEY)));
    return [kept.languages, kept.sources].every(Array.isArray) ? kept : {};
  } catch {
    return {};
  }
}

// Whether that changed what questions are asked of.
function update() {
  const where = chosen();
  const changed = JSON.stringify(where) !== JSON.stringify(polycite.where);
  polycite.where = where;
  show(where);
  if (changed) remember(where);
  if (changed) polycite.send("filter", where);
  return changed;
}

function apply() {
  if (update()) polycite.announce(described());
}

function show(where) {
  const row = one(".pc-filter");
  if (!row) return;
  const chips = [...boxes().filter((box) => box.checked).map(boxChip), ...days().filter((field) => where[field.name]).map(dayChip)];
  one(".pc-filter-chips").replaceChildren(...chips);
  one(".pc-filter-open").textContent = chips.length ? row.dataset.some : row.dataset.all;
  one(".pc-filter-clear").hidden = chips.length === 0;
  note(where);
}

function note(where) {
  const line = one("#pc-filter-note");
  if (!line) return;
  const [first, last] = days().map((field) => field.value);
  const wrong = reversed({ since: first, until: last });
  line.textContent = wrong ? line.dataset.reversed : where.since || where.until ? line.dataset.undated : "";
  line.classList.toggle("pc-filter-wrong", Boolean(wrong));
}

const described = () => all(".pc-filter-chips button").map((chip) => chip.textContent).join(", ") || one(".pc-filter-open").textContent;

function chip(text, take) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dir = "auto";
  button.textContent = text;
  button.setAttribute("aria-label", one(".pc-filter").dataset.remove.replace("{name}", () => text));
  button.addEventListener("click", () => {
    const place = [...item.parentElement.children].indexOf(item);
    take();
    apply();
    const left = all(".pc-filter-chips button");
    (left[Math.min(place, left.length - 1)] ?? one(".pc-filter-open")).focus();
  });
  item.append(button);
  return item;
}

const boxChip = (box) => chip(box.parentElement.querySelector("span").textContent, () => (box.checked = false));

function dayChip(field) {
  const date = new Intl.DateTimeFormat(polycite.locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(field.value));
  return chip(one(".pc-filter").dataset[field.name].replace("{date}", () => date), () => (field.value = ""));
}

function find(words) {
  const wanted = words.trim().toLocaleLowerCase();
  const labels = all("[data-boxes=sources] label");
  for (const label of labels) label.hidden = !label.querySelector("span").textContent.toLocaleLowerCase().includes(wanted);
  const none = one(".pc-filter-none");
  none.textContent = labels.every((label) => label.hidden) ? none.dataset.text : "";
}

// What was chosen stays chosen, as far as the library still has it.
function choose({ languages = [], sources = [], since = "", until = "" }) {
  const wanted = { languages, sources };
  for (const box of boxes()) box.checked = wanted[box.name].includes(box.value);
  for (const field of days()) field.value = field.name === "since" ? since : until;
}

function stand(form) {
  const { top, bottom, left } = one(".pc-filter-open").getBoundingClientRect();
  const above = top > innerHeight - bottom;
  form.style.left = `max(0.5rem, min(${left}px, 100vw - var(--pc-filter-width) - 1rem))`;
  form.style.top = above ? "auto" : `${bottom + 6}px`;
  form.style.bottom = above ? `${innerHeight - top + 6}px` : "auto";
  form.style.maxHeight = `${(above ? top : innerHeight - bottom) - 14}px`;
}

function connect(form) {
  form.addEventListener("change", apply);
  form.addEventListener("input", ({ target }) => target.type === "search" && find(target.value));
  form.addEventListener("submit", (event) => (event.preventDefault(), form.hidePopover()));
  form.addEventListener("beforetoggle", ({ newState }) => newState === "open" && stand(form));
  form.addEventListener("toggle", ({ newState }) => newState === "open" && form.querySelector("input").focus());
  one(".pc-filter-clear").addEventListener("click", () => {
    choose({});
    apply();
    one(".pc-filter-open").focus();
  });
}

// What was chosen before a reload is in force once it is shown, and not before.
let latest = 0;
async function refresh() {
  const mine = ++latest;
  const html = await polycite.call(server.filter_choices).catch((error) => (console.error(error.message), null));
  if (mine !== latest) return;
  if (html === null) return void setTimeout(() => mine === latest && refresh(), AGAIN);
  const wanted = one("form") ? polycite.where : remembered();
  element.innerHTML = html;
  const form = one("form");
  if (form) connect(form);
  choose(wanted);
  update();
}

polycite.on("library-changed", refresh);
polycite.on("language", refresh);
for (const news of ["resize", "scroll"]) {
  window.addEventListener(news, () => one("form:popover-open") && stand(one("form")), { capture: true, passive: true });
}
refresh();
