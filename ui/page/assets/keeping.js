// Kept conversations: one key each in the browser's storage, and an index that is made again where it is wrong.
const PREFIX = `${polycite.own}conversation.`;
const LONGEST_NAME = 120;
const MOST_EXCHANGES = 100; // as many as the server takes back
const LAST_TIME = 8.64e15; // ECMAScript, "Time Values and Time Range"
const wide = matchMedia("(min-width: 1181px)");
const dialog = document.createElement("dialog");

let drawer;
let opener = null;
let expanded = null; // the conversation whose actions are shown
const rated = new WeakMap(); // the exchange that each bar is for
let asked = null; // the exchange that is being answered: {exchange, question, where}
let unkept = false; // whether the newest answer found no room
let current = null; // {id, exchanges: Map from number to {id, time, question, where, answer, rating}, gone: ids taken back}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const timeOf = (value) => (Number.isFinite(value) && Math.abs(value) <= LAST_TIME ? value : 0);
const nameOf = (value) => (typeof value === "string" ? Array.from(value.trim()).slice(0, LONGEST_NAME).join("") : "");
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Storage: whatever stands there may have been written by anybody

function storedIds() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

function isExchange(value) {
  return isObject(value) && typeof value.id === "string" && typeof value.question === "string" && (isObject(value.answer) || value.answer === null);
}

function conversation(id) {
  const kept = polycite.kept(`conversation.${id}`);
  const exchanges = Array.isArray(kept?.exchanges) ? kept.exchanges.filter(isExchange).slice(-MOST_EXCHANGES) : [];
  return exchanges.length ? { title: nameOf(kept.title), changed: timeOf(kept.changed), exchanges } : null;
}

function index() {
  const kept = polycite.kept("conversations");
  return isObject(kept) ? kept : {};
}

function conversations() {
  const known = index();
  const entries = storedIds().map((id) => [id, isObject(known[id]) ? known[id] : conversation(id)]);
  const readable = entries.filter(([, entry]) => entry);
  const listed = readable.map(([id, { title, changed }]) => ({ id, title: nameOf(title), changed: timeOf(changed) }));
  return listed.sort((one, other) => other.changed - one.changed);
}

function store(id, kept) {
  if (!polycite.keep(`conversation.${id}`, kept)) return false;
  const entries = { ...index(), [id]: kept && { title: kept.title, changed: kept.changed } };
  const stored = new Set(storedIds());
  polycite.keep("conversations", Object.fromEntries(Object.entries(entries).filter(([known]) => stored.has(known))));
  return true;
}

// What another tab has added to the same conversation stays in it.
function save() {
  const stored = conversation(current.id);
  const own = [...current.exchanges.values()];
  const ids = new Set([...own.map(({ id }) => id), ...current.gone]);
  const others = stored ? stored.exchanges.filter(({ id }) => !ids.has(id)) : [];
  const exchanges = [...others, ...own].sort((one, other) => timeOf(one.time) - timeOf(other.time)).slice(-MOST_EXCHANGES);
  const title = stored?.title || nameOf(exchanges[0].question);
  unkept = !store(current.id, { title, changed: timeOf(exchanges.at(-1).time), exchanges });
  tell(unkept ? drawer.dataset.noRoom : "");
}

// One that is older than a full conversation's oldest has made room for it.
function lacksOwn(stored) {
  const ids = new Set(stored.map(({ id }) => id));
  const oldest = stored.length < MOST_EXCHANGES ? -Infinity : timeOf(stored[0].time);
  return [...current.exchanges.values()].some(({ id, time }) => !ids.has(id) && timeOf(time) > oldest);
}

// A reload goes on with the tab's own conversation.
function ofThisTab() {
  try {
    return sessionStorage.getItem(PREFIX);
  } catch {
    return null;
  }
}

function remember(id) {
  try {
    if (id) sessionStorage.setItem(PREFIX, id);
    else sessionStorage.removeItem(PREFIX);
  } catch {} // a browser that forbids it begins anew
}

// Keeping and restoring

function begin(id = null, exchanges = []) {
  current = id && { id, exchanges: new Map(exchanges.entries()), gone: new Set() };
  remember(id);
  unkept = false;
  tell("");
  list();
}

// What was stopped is kept without an answer.
function keepAsked(answer) {
  if (!asked) return;
  const { exchange, question, where } = asked;
  if (!current) begin(newId());
  for (const [number, { id }] of [...current.exchanges]) {
    if (number > exchange && current.exchanges.delete(number)) current.gone.add(id);
  }
  const id = current.exchanges.get(exchange)?.id ?? newId();
  current.exchanges.set(exchange, { id, time: Date.now(), question, where, answer });
  asked = null;
  save();
  list();
  decorate();
}

function ask(news) {
  keepAsked(null);
  asked = news;
}

function restore(id) {
  const kept = conversation(id);
  if (!kept) return list();
  if (!wide.matches) dialog.close();
  if (id === current?.id) return polycite.send("view", "ask");
  keepAsked(null);
  begin(id, kept.exchanges);
  polycite.send("restore", { exchanges: kept.exchanges.map(({ question, where, answer }) => ({ question, where, answer })) });
}

function forget(ids) {
  for (const id of ids) store(id, null);
  if (ids.includes(current?.id)) {
    asked = null;
    polycite.send("new-conversation");
  }
  tell(drawer.dataset.deleted);
  if (unkept) save();
  list();
}

async function download(id, format) {
  const kept = conversation(id);
  if (!kept) return list();
  try {
    const exchanges = kept.exchanges.filter(({ answer }) => answer).map(({ where, answer }) => ({ where, answer }));
    const { name, type, text } = await polycite.call(server.export_conversation, { title: shown(kept.title), format, exchanges });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    tell(drawer.dataset.exported.replace("{title}", () => name));
  } catch (error) {
    tell(error.message);
  }
}

// The drawer: a column beside the conversation, or on a narrow screen a dialog over it

const piece = (name) => language().querySelector(`template[data-piece="${name}"]`).content.firstElementChild.cloneNode(true);
const language = () => element.querySelector(`template[data-language="${polycite.language}"]`).content;
const shown = (title) => title || drawer.dataset.untitled;

function render() {
  const old = drawer;
  drawer = language().querySelector(".pc-drawer").cloneNode(true);
  dialog.setAttribute("aria-label", drawer.ariaLabel);
  if (old) old.replaceWith(drawer);
  place();
  list();
  for (const bar of document.querySelectorAll("#pc-thread .pc-rating")) bar.remove();
  decorate();
}

function place() {
  if (wide.matches && dialog.open) dialog.close();
  (wide.matches ? element : dialog).append(drawer);
  document.body.dataset.keeping = polycite.kept("drawer") === false ? "closed" : "open";
}

function setOpen(open) {
  if (!wide.matches) return open ? dialog.showModal() : dialog.close();
  document.body.dataset.keeping = open ? "open" : "closed";
  polycite.keep("drawer", open);
  if (!open) return (opener?.isConnected ? opener : document.querySelector("[data-news=open-conversations]"))?.focus();
  opener = document.activeElement;
  drawer.querySelector("[data-does=new]").focus();
}

const isOpen = () => (wide.matches ? document.body.dataset.keeping === "open" : dialog.open);

function tell(text) {
  drawer.querySelector(".pc-keeping-notice").textContent = text;
  if (text) polycite.announce(text);
}

// Not while something is being renamed or deleted: that ends by listing anew.
function list() {
  if (drawer.querySelector(".pc-name-form, .pc-kept-confirm")) return;
  const focus = focused();
  const kept = conversations();
  const days = ["today", "yesterday", "earlier"].map((day) => [day, kept.filter((entry) => dayOf(entry) === day)]);
  const groups = days.filter(([, entries]) => entries.length).map(([day, entries]) => group(day, entries));
  drawer.querySelector(".pc-conversations").replaceChildren(...groups);
  drawer.querySelector(".pc-nothing-kept").hidden = kept.length > 0;
  drawer.querySelector("[data-does=delete-all]").hidden = kept.length === 0;
  drawer.querySelector(".pc-export-current").hidden = !kept.some(({ id }) => id === current?.id);
  if (focus) drawer.querySelector(focus)?.focus();
}

function focused() {
  const button = drawer.contains(document.activeElement) && document.activeElement.closest("[data-id] [data-does]");
  if (!button) return "";
  const format = button.dataset.format ? `[data-format="${button.dataset.format}"]` : "";
  return `[data-id="${CSS.escape(button.closest("[data-id]").dataset.id)}"] [data-does="${button.dataset.does}"]${format}`;
}

function dayOf({ changed }) {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  if (changed >= day.getTime()) return "today";
  day.setDate(day.getDate() - 1);
  return changed >= day.getTime() ? "yesterday" : "earlier";
}

function group(day, entries) {
  const section = piece("group");
  section.querySelector("h3").textContent = drawer.dataset[day];
  section.querySelector("ul").append(...entries.map((entry) => item(entry, day)));
  return section;
}

function item({ id, title, changed }, day) {
  const node = piece("item");
  node.dataset.id = id;
  const open = node.querySelector("[data-does=open]");
  open.firstElementChild.textContent = shown(title);
  if (id === current?.id) open.setAttribute("aria-current", "true");
  const form = day === "earlier" ? { dateStyle: "medium" } : { timeStyle: "short" };
  const time = node.querySelector("time");
  time.dateTime = new Date(changed).toISOString();
  time.textContent = new Intl.DateTimeFormat(polycite.locale, form).format(changed);
  const more = node.querySelector("[data-does=more]");
  more.ariaLabel = more.ariaLabel.replace("{title}", () => shown(title));
  more.ariaExpanded = String(id === expanded);
  node.querySelector(".pc-conversation-actions").hidden = id !== expanded;
  return node;
}

function rename(node) {
  const { id } = node.dataset;
  const form = piece("name");
  form.elements.title.value = conversation(id)?.title ?? "";
  node.replaceChildren(form);
  form.elements.title.select();
  const end = (title) => {
    form.remove();
    const kept = conversation(id);
    if (kept && title && !store(id, { ...kept, title })) tell(drawer.dataset.noRoom);
    list();
    drawer.querySelector(`[data-id="${CSS.escape(id)}"] [data-does=open]`)?.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end(nameOf(form.elements.title.value));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    end("");
  });
}

function confirmDeleting(place, ids, question) {
  const box = piece("confirm");
  const text = box.querySelector("p");
  text.textContent = text.dataset[question].replace("{count}", ids.length);
  const hidden = [...place.children].map((child) => [child, child.hidden]);
  for (const child of place.children) child.hidden = true;
  place.append(box);
  box.querySelector("[data-does=stay]").focus();
  const end = () => {
    box.remove();
    for (const [child, was] of hidden) child.hidden = was;
  };
  box.querySelector("[data-does=confirm]").onclick = () => {
    end();
    forget(ids);
    drawer.querySelector("[data-does=new]").focus();
  };
  box.querySelector("[data-does=stay]").onclick = () => {
    end();
    place.querySelector("[data-does^=delete]").focus();
    list();
  };
}

const does = {
  close: () => setOpen(false),
  new: () => {
    if (!wide.matches) dialog.close();
    polycite.send("new-conversation");
  },
  open: (node) => restore(node.dataset.id),
  more: (node) => {
    expanded = expanded === node.dataset.id ? null : node.dataset.id;
    list();
  },
  rename,
  export: (node, { format }) => download(node?.dataset.id ?? current.id, format),
  delete: (node) => confirmDeleting(node.querySelector(".pc-conversation-actions"), [node.dataset.id], "one"),
  "delete-all": () => confirmDeleting(drawer.querySelector("footer"), storedIds(), "every"),
};

// Ratings

function decorate() {
  for (const place of document.querySelectorAll("#pc-thread [data-exchange] .pc-actions")) {
    const number = Number(place.closest("[data-exchange]").dataset.exchange);
    const exchange = number === asked?.exchange ? null : current?.exchanges.get(number);
    const bar = place.querySelector(":scope > .pc-rating");
    if (!exchange?.answer || rated.get(bar) === exchange) continue;
    bar?.remove();
    place.append(ratingBar(exchange));
  }
}

function ratingBar(exchange) {
  const bar = piece("rating");
  rated.set(bar, exchange);
  const form = bar.querySelector("form");
  const notice = bar.querySelector(".pc-rating-notice");
  const thumbs = [...bar.querySelectorAll("[data-rating]")];
  const chosen = () => thumbs.find((thumb) => thumb.dataset.rating === exchange.rating?.rating);
  const show = () => thumbs.forEach((thumb) => (thumb.ariaPressed = String(thumb === chosen())));
  const say = (text) => polycite.announce((notice.textContent = text));
  const rate = async (rating) => {
    bar.inert = true; // one at a time
    try {
      const comment = form.elements.comment.value;
      const id = await polycite.call(server.rate_answer, { id: exchange.rating?.id, rating, comment, answer: exchange.answer });
      exchange.rating = { id, rating, comment };
      if (current && [...current.exchanges.values()].includes(exchange)) save();
      say(notice.dataset.noted);
      return true;
    } catch (error) {
      say(error.message);
      return false;
    } finally {
      bar.inert = false;
      show();
    }
  };
  const end = () => {
    form.hidden = true;
    chosen()?.focus();
  };
  form.elements.comment.value = typeof exchange.rating?.comment === "string" ? exchange.rating.comment : "";
  for (const thumb of thumbs) {
    thumb.addEventListener("click", async () => {
      if (thumb !== chosen() && !(await rate(thumb.dataset.rating))) return thumb.focus();
      form.hidden = false;
      form.scrollIntoView({ block: "nearest" });
      form.elements.comment.focus({ preventScroll: true });
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await rate(exchange.rating.rating)) end();
  });
  form.querySelector("[data-does=skip]").addEventListener("click", end);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    end();
  });
  show();
  return bar;
}

// Beginning

element.append(dialog);
dialog.className = "pc-drawer-dialog";
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-does]");
  if (button) does[button.dataset.does]?.(button.closest("[data-id]"), button.dataset);
});
wide.addEventListener("change", place);
// Tabs hear of each other late: one that finds its own answers overwritten adds them again.
addEventListener("storage", ({ key, newValue }) => {
  if (key !== null && !key.startsWith(PREFIX) && key !== `${polycite.own}conversations`) return;
  const own = current && (key === null || key === PREFIX + current.id);
  if (own && !newValue) return begin();
  if (own && lacksOwn(conversation(current.id)?.exchanges ?? [])) save();
  list();
});
polycite.on("open-conversations", () => {
  const elsewhere = document.body.dataset.view === "library";
  if (elsewhere) polycite.send("view", "ask");
  if (elsewhere && isOpen()) drawer.querySelector("[data-does=new]").focus();
  else setOpen(!isOpen());
});
polycite.on("new-conversation", () => {
  keepAsked(null);
  begin();
});
polycite.on("asked", ask);
polycite.on("answered", ({ answer }) => keepAsked(answer));
polycite.on("stop", () => keepAsked(null));
polycite.on("chat-failed", ({ question }) => {
  if (question !== undefined) asked = null;
});
polycite.on("language", render);
render();

// The chat hears a restored conversation once it has shown its welcome.
async function resume() {
  let thread;
  while (!(thread = document.querySelector("#pc-thread"))) await new Promise(requestAnimationFrame);
  new MutationObserver(decorate).observe(thread, { childList: true, subtree: true });
  while (!thread.textContent.trim()) await new Promise(requestAnimationFrame);
  const id = ofThisTab();
  if (id && !current && !asked) restore(id);
}
resume();
