// The conversation. Gradio provides `element`, `props`, `trigger`, `watch` and `server`.
const TICK = 100;
const opening = element.querySelector(".pc-opening");
const log = element.querySelector(".pc-log");

let words = {};
let turns = []; // what is shown: {question, where, answer, node, body, tools, state, language, seconds}
let running = null; // the question being answered: {run, turn, replaced, sent}
let runs = 0;
let shows = 0;
let restoring = null; // a kept conversation that is on its way: {exchanges, question: what was asked meanwhile}
let greetings = 0;

// Building

function make(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

function tool(name, act) {
  const button = make("button", `pc-turn-tool pc-do-${name}`, words[name]);
  button.type = "button";
  button.dataset.word = name;
  button.addEventListener("click", () => act(button));
  return button;
}

function addTurn(question, number, where) {
  const node = make("article", "pc-turn");
  const body = make("div", "pc-turn-body");
  const tools = make("footer", "pc-turn-tools pc-actions");
  const turn = { question, where, node, body, tools, answer: null, language: polycite.language };
  const elapsed = make("span", "pc-elapsed");
  const copy = tool("copy", (button) => copyAnswer(turn, button));
  const retry = tool("retry", () => ask(turn.question, turns.indexOf(turn)));
  const edit = tool("edit", () => polycite.send("edit", { exchange: turns.indexOf(turn), question: turn.question }));
  tools.append(elapsed, copy, retry, edit);
  node.append(body, tools);
  node.dataset.exchange = number;
  log.append(node);
  turns.push(turn);
  setState(turn, "searching");
  refresh();
  return turn;
}

function skeleton(turn) {
  const section = make("section", "pc-exchange");
  const question = make("h2", "pc-question", turn.question);
  const answer = make("div", "pc-answer");
  question.dir = answer.dir = "auto";
  answer.ariaBusy = "true";
  answer.append(make("span", "pc-searching", words.searching), make("span", "pc-caret"));
  const asked = make("ul", "pc-asked-of"); // its place, until the server names the filter
  if (Object.values(turn.where).some((part) => part.length)) asked.append(make("li", "", "\u00a0"));
  section.append(question, ...(asked.firstChild ? [asked] : []), answer, make("p", "pc-stopped", words.stopped));
  turn.body.replaceChildren(section);
}

function setState(turn, state) {
  turn.state = turn.node.dataset.state = state;
}

function refresh() {
  opening.hidden = turns.length > 0;
  log.setAttribute("aria-label", words.conversation ?? "");
}

function showSeconds(turn) {
  const number = turn.seconds.toLocaleString(polycite.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  turn.tools.querySelector(".pc-elapsed").textContent = (words.seconds ?? "{}").replace("{}", number);
}

// Asking

function ask(question, wanted = turns.length) {
  if (restoring) return askLater(question);
  stop();
  shows += 1; // what is still to come is of what was here before
  const number = Math.min(wanted, turns.length);
  const replaced = turns.splice(number);
  replaced.forEach((turn) => turn.node.remove());
  const turn = addTurn(question, number, { ...polycite.where });
  skeleton(turn);
  const sent = { run: ++runs, number, question, language: polycite.language, where: turn.where };
  const started = performance.now();
  running = { run: runs, turn, replaced, sent };
  running.tick = () => tick(turn, started);
  running.clock = setInterval(running.tick, TICK);
  running.tick();
  trigger("submit", { sent });
  polycite.send("asked", { exchange: number, question, where: turn.where });
  polycite.send("chat-running", { running: true });
  polycite.announce(words.searching);
  turn.node.scrollIntoView({ block: "start" });
}

// A kept conversation has to be there before its next question.
function askLater(question) {
  restoring.question = question;
  show(restoring.exchanges);
}

function tick(turn, started) {
  turn.seconds = (performance.now() - started) / 1000;
  showSeconds(turn);
}

function finish(state) {
  const { turn, clock } = running;
  clearInterval(clock);
  running.tick();
  setState(turn, state);
  turn.body.querySelector(".pc-answer")?.removeAttribute("aria-busy");
  running = null;
  polycite.send("chat-running", { running: false });
  return turn;
}

function stop() {
  if (!running) return;
  trigger("stop", { sent: { run: running.run } });
  finish("stopped");
  polycite.announce(words.stopped);
}

function fail(notice) {
  const { replaced } = running;
  const turn = finish("failed");
  turn.node.remove();
  turns.pop();
  for (const earlier of replaced) {
    turns.push(earlier);
    log.append(earlier.node);
  }
  refresh();
  polycite.send("chat-failed", { question: turn.question, notice });
  catchUp();
}

// The server has forgotten the conversation: it gets it back with the question.
function askAgain(number) {
  const sent = { ...running.sent, past: memory(number), run: ++runs };
  running.run = runs;
  trigger("submit", { sent });
}

// What the server says

function step(update) {
  if (update.run !== running?.run) return;
  if (update.state === "failed") return fail(update.notice);
  if (update.state === "lost") return askAgain(update.exchange);
  const { turn } = running;
  turn.body.innerHTML = update.thread;
  setState(turn, update.state);
  if (update.sources !== null) polycite.send("sources", { exchange: update.exchange, html: update.sources });
  if (update.state === "done") answered(update);
}

function answered({ exchange, answer }) {
  const turn = finish("done");
  turn.answer = answer;
  polycite.send("answered", { exchange, question: turn.question, answer });
  polycite.announce(`${words.answered} ${answer.answer}`);
  catchUp();
}

function memory(count = turns.length) {
  return turns.slice(0, count).map(({ question, where, answer }) => ({ question, where, answer }));
}

// Asks for the whole conversation: in another language, or, with `past`, one that was kept. The server may
// hear of it before it hears that a question was stopped: `run` tells which ones belong to what was here.
function show(past = null) {
  trigger("show", { sent: { show: ++shows, run: runs, language: polycite.language, past } });
}

// What was not shown anew while a question was being answered.
function catchUp() {
  if (turns.some((turn) => turn.language !== polycite.language)) show();
}

function shown({ exchanges }) {
  if (exchanges.length < turns.length) return show(memory());
  const { question, exchanges: sent } = restoring ?? {};
  if (exchanges.length > turns.length) clear();
  restoring = null;
  exchanges.forEach((kept, number) => {
    const turn = turns[number] ?? addTurn(kept.question, number, kept.where);
    const answer = sent?.[number].answer ?? turn.answer ?? kept.answer; // quotes of articles that are gone too
    Object.assign(turn, { answer, language: polycite.language });
    turn.body.innerHTML = kept.thread;
    setState(turn, kept.state);
    if (kept.sources !== null) polycite.send("sources", { exchange: number, html: kept.sources });
  });
  if (question) ask(question);
}

function unshown(notice) {
  const question = restoring?.question;
  if (restoring) polycite.send("new-conversation");
  polycite.send("chat-failed", { question, notice });
}

function interrupt(notice) {
  if (running) return fail(notice);
  if (!restoring) return;
  polycite.send("chat-failed", { question: restoring.question, notice });
  delete restoring.question;
}

watch("value", () => {
  const update = props.value;
  if (!update?.state) return;
  if (update.state === "shown" && update.show === shows) shown(update);
  else if (update.state === "unshown" && update.show === shows) unshown(update.notice);
  else if (update.run !== undefined) step(update);
});

polycite.on("busy", () => interrupt(words.busy));
polycite.on("unreachable", () => interrupt(words.unreachable));

// Tools

async function copyAnswer(turn, button) {
  const { answer, citations } = turn.answer;
  const sources = new Map(citations.map((one) => [one.marker, [one.title, one.source, one.date].filter(Boolean).join(", ")]));
  const list = [...sources].map(([marker, source]) => `[${marker}] ${source}`).join("\n");
  if (!(await polycite.copy(list ? `${answer}\n\n${list}` : answer))) return;
  button.textContent = words.copied;
  polycite.announce(words.copied);
  setTimeout(() => (button.textContent = words.copy), 2000);
}

element.addEventListener("click", (event) => {
  const { dataset } = event.target.closest("button") ?? {};
  if (!dataset) return;
  const exchange = Number(event.target.closest(".pc-turn")?.dataset.exchange);
  if (dataset.marker) polycite.send("marker", { exchange, marker: Number(dataset.marker) });
  if ("closest" in dataset) polycite.send("closest", { exchange });
  if (dataset.ask) polycite.send("ask", { question: dataset.ask });
  if (dataset.begin) polycite.send("begin", { question: dataset.begin });
  if (dataset.view) polycite.send("view", dataset.view);
});

// The welcome, and the reader's language

async function welcome() {
  const greeting = ++greetings;
  const given = await polycite.call(server.welcome);
  if (greeting !== greetings) return;
  words = given.words;
  opening.innerHTML = `${given.html}<div class="pc-examples"></div>`;
  refresh();
  for (const button of log.querySelectorAll("[data-word]")) button.textContent = words[button.dataset.word];
  turns.filter((turn) => turn.seconds !== undefined).forEach(showSeconds);
  const examples = await polycite.call(server.example_questions);
  if (greeting !== greetings) return;
  opening.querySelector(".pc-examples").innerHTML = examples;
  await polycite.call(server.prepare);
}

async function greet() {
  try {
    await welcome();
  } catch (error) {
    polycite.send("chat-failed", { notice: error.message });
  }
}

function clear() {
  if (running) stop();
  shows += 1;
  restoring = null;
  turns = [];
  log.replaceChildren();
  refresh();
}

polycite.on("ask", ({ question, exchange }) => ask(question, exchange));
polycite.on("stop", () => {
  stop();
  catchUp();
});
polycite.on("new-conversation", clear);
polycite.on("restore", ({ exchanges }) => {
  clear();
  restoring = { exchanges };
  show(exchanges);
});
polycite.on("library-changed", greet);
polycite.on("language", () => {
  greet();
  if (restoring) show(restoring.exchanges);
  else if (turns.length && !running) show();
});
greet();
