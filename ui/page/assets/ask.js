// The question box. Gradio provides `element` and `server`.
const UNKNOWN_KEY = 229; // what a key that an input method takes is called (UI Events, section 7.3.1)
const COMMITTED = 50; // ms: Safari ends a composition just before it tells of the Enter that ended it
const form = element.querySelector("form");
const box = element.querySelector("textarea");
const button = element.querySelector(".pc-send");
const notice = element.querySelector(".pc-notice");
const edited = element.querySelector(".pc-editing");

let words = {};
let running = false;
let editing = null; // the number of the exchange whose question is being changed
let composedAt = -Infinity;
let begun = ""; // what an example wrote into the box
let speaking = 0;

function dress() {
  const name = (running ? words.stop : words.send) ?? "";
  button.setAttribute("aria-label", name);
  button.title = name;
  button.classList.toggle("pc-stopping", running);
  edited.hidden = editing === null;
}

// The page is loaded anew once a server that was gone is back: what was being written is still there then.
function remember() {
  try {
    sessionStorage.setItem(`${polycite.own}draft`, box.value);
  } catch {} // a browser that forbids it begins anew
}

function remembered() {
  try {
    return sessionStorage.getItem(`${polycite.own}draft`) ?? "";
  } catch {
    return "";
  }
}

function grow() {
  remember();
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

function write(text) {
  box.value = text;
  grow();
  box.focus();
  box.setSelectionRange(text.length, text.length);
}

function send() {
  if (!box.value.trim()) return;
  const question = box.value;
  const exchange = editing ?? undefined;
  box.value = "";
  editing = null;
  grow();
  polycite.send("ask", { question, exchange });
}

function edit(exchange, question) {
  editing = exchange;
  dress();
  write(question);
}

function cancelEdit() {
  editing = null;
  dress();
  write("");
}

const composing = (event) =>
  event.isComposing || event.keyCode === UNKNOWN_KEY || performance.now() - composedAt < COMMITTED;

box.addEventListener("compositionend", () => (composedAt = performance.now()));
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
  event.preventDefault();
  send();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) polycite.send("stop");
  else send();
  box.focus();
});
edited.querySelector("button").addEventListener("click", cancelEdit);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || composing(event) || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], :popover-open")) return; // it closes that
  if (running) polycite.send("stop");
  else if (editing !== null) cancelEdit();
});

polycite.on("chat-running", (news) => {
  running = news.running;
  if (running) notice.textContent = "";
  dress();
});
polycite.on("chat-failed", ({ question, notice: line }) => {
  if (question && !box.value) write(question);
  notice.textContent = line;
});
polycite.on("asked", () => {
  editing = null;
  dress();
});
polycite.on("edit", ({ exchange, question }) => edit(exchange, question));
polycite.on("begin", ({ question }) => write((begun = question)));
polycite.on("new-conversation", cancelEdit);
polycite.on("restore", () => editing !== null && cancelEdit());

// What was said or begun in the reader's earlier language is of no use in another.
function forget() {
  notice.textContent = "";
  if (!begun || box.value !== begun) return;
  box.value = "";
  grow();
}

async function speak() {
  const mine = ++speaking;
  const given = await polycite.call(server.box_words).catch(() => words);
  if (mine !== speaking) return;
  words = given;
  element.querySelector("label").textContent = words.question ?? "Your question";
  box.placeholder = words.placeholder ?? "";
  edited.querySelector("span").textContent = words.editing ?? "";
  edited.querySelector("button").textContent = words.cancel ?? "";
  dress();
}
polycite.on("language", () => {
  forget();
  speak();
});
speak();
box.value = remembered();
grow();
if (matchMedia("(pointer: fine)").matches) box.focus();
