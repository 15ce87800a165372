// The library as a list. Gradio provides `element` and `server`; the HTML comes from the server, escaped.
const asked = { query: "", tag: "", sort: "added", page: 0 };
const { call, on, send, announce } = polycite;
const find = (selector) => element.querySelector(selector);
const fill = (line, values) => line.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
let library = null; // what the server says of it: words, formats, limit, …
let work = null; // what is being added, or was last: {stage, share, results, refused, ended, failure, stopped, job, request}
let last = Promise.resolve(); // one batch of files after the other
let asking = 0;
let drawing = 0;

async function draw() {
  const turn = ++drawing;
  try {
    const given = await call(server.describe_library);
    if (turn === drawing) await show(given);
  } catch (error) {
    if (turn === drawing) (find(".pc-listing") ?? element).textContent = error.message;
  }
}

async function show(given) {
  const drafts = [...element.querySelectorAll("form [name]")].map((field) => [field.name, field.value]);
  const open = find("form")?.hidden === false;
  library = given;
  element.innerHTML = library.html;
  for (const [name, value] of drafts) if (find(`form [name=${name}]`)) find(`form [name=${name}]`).value = value;
  if (open) showForm(true);
  find("[name=query]").value = asked.query;
  find("[name=sort]").value = asked.sort;
  if (work?.job) follow(work.job, work);
  showWork();
  await list();
}

async function list() {
  const turn = ++asking;
  try {
    const found = await call(server.list_articles, asked);
    if (turn !== asking) return;
    find(".pc-listing").innerHTML = found.html;
    find("[name=tag]").innerHTML = found.languages;
    find(".pc-finding").hidden = Boolean(find(".pc-empty"));
  } catch (error) {
    if (turn === asking) find(".pc-listing").textContent = error.message;
  }
}

// Adding

function showForm(open) {
  find("form").hidden = !open;
  find("[data-do=paste]").setAttribute("aria-expanded", open);
  find(".pc-problem").textContent = "";
}

function showWork() {
  const section = find(".pc-adding");
  if (!section) return;
  section.hidden = !work;
  if (!work) return;
  find(".pc-stage").textContent = stage();
  find("progress").value = work.share;
  find("[data-do=stop]").hidden = work.ended;
  find("[data-do=stop]").disabled = work.stopped;
  find("[data-do=dismiss]").hidden = !work.ended;
  find("progress").hidden = work.ended;
  const shown = find(".pc-adding ul");
  const results = everyResult();
  if (shown.childElementCount > results.length) shown.replaceChildren();
  results.slice(shown.childElementCount).forEach((result) => shown.append(line(result)));
}

function stage() {
  if (work.ended) return work.failure ?? summary();
  return work.stopped ? library.words.stopping : work.stage;
}

function everyResult() {
  return [...work.refused.map(({ name, why }) => ({ name, status: "skipped", text: refusal(why) })), ...work.results];
}

// How many files came to what end.
function summary() {
  const statuses = everyResult().map(({ status }) => status);
  const counts = ["added", "updated", "unchanged", "skipped"].map((status) => {
    const count = statuses.filter((one) => one === status).length;
    return count ? fill(library.words[`count_${status}`], { count: count.toLocaleString(polycite.locale) }) : "";
  });
  return counts.filter(Boolean).join(library.words.between);
}

function refusal(why) {
  const reason = fill(library.words[why], {
    limit: library.limit_shown, formats: library.formats_shown, count: library.most_files,
  });
  return fill(library.words.skipped, { reason });
}

function line({ name, status, text }) {
  const item = document.createElement("li");
  const [file, result] = [document.createElement("bdi"), document.createElement("span")];
  item.dataset.status = status;
  file.textContent = name;
  result.textContent = text;
  item.append(file, result);
  return item;
}

function begin() {
  work = { stage: "", share: 0, results: [], refused: [], ended: false, stopped: false, job: null, request: null };
  return work;
}

function add(files) {
  if (library.read_only || !files.length) return;
  last = last.then(() => addAll(files)).catch((error) => fail(error.message));
}

async function addAll(files) {
  begin();
  const why = (file) => !library.formats.some((ending) => file.name.toLowerCase().endsWith(ending)) ? "unknown_format"
    : file.size > library.limit ? "too_large" : null;
  const fit = files.filter((file) => !why(file));
  const refused = (some, reason) => some.map((file) => ({ name: file.name, why: reason(file) }));
  work.refused = [...refused(files.filter(why), why), ...refused(fit.slice(library.most_files), () => "too_many")];
  const stored = await upload(fit.slice(0, library.most_files));
  if (!stored.length) return finish(false);
  work.job = await call(server.add_files, { files: stored });
  if (work.stopped) await call(server.stop_adding, { job: work.job });
  await follow(work.job, work);
}

// The first quarter of the bar, by bytes.
async function upload(files) {
  const stored = [];
  const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let sent = 0;
  for (const [at, file] of files.entries()) {
    if (work.stopped) break;
    work.stage = fill(library.words.uploading, { number: at + 1, total: files.length });
    showWork();
    const { path, why } = await uploadOne(file, (part) => {
      work.share = (0.25 * (sent + part)) / all;
      showWork();
    });
    if (path) stored.push({ path, name: file.name });
    else if (!work.stopped) work.refused.push({ name: file.name, why });
    sent += file.size;
  }
  return stored;
}

// To Gradio's own route; unlike Gradio's `upload` it tells how far it is and can be stopped.
function uploadOne(file, tell) {
  const { root, api_prefix: prefix } = window.gradio_config;
  const body = new FormData();
  body.append("files", file, file.name);
  return new Promise((done) => {
    const request = (work.request = new XMLHttpRequest());
    request.upload.onprogress = (event) => tell(Math.min(event.loaded, file.size));
    request.onloadend = () => {
      work.request = null;
      if (request.status === 200) done({ path: JSON.parse(request.responseText)[0] });
      else done({ why: request.status === 413 ? "too_large" : "not_uploaded" });
    };
    request.open("POST", `${root}${prefix ?? "/gradio_api"}/upload`);
    request.send(body);
  });
}

async function addText(form) {
  const fields = Object.fromEntries(new FormData(form));
  const long = new Blob([fields.text]).size > library.most_pasted;
  find(".pc-problem").textContent = long ? library.too_long : "";
  if (long) return;
  const button = form.querySelector(".pc-primary");
  button.disabled = true;
  try {
    const job = await call(server.add_text, fields);
    form.reset();
    showForm(false);
    find("[data-do=paste]").focus();
    last = last.then(() => ((begin().job = job), follow(job, work))).catch((error) => fail(error.message));
  } catch (error) {
    find(".pc-problem").textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

// The job goes on by itself; this only watches it, and a page that is loaded again watches on.
async function follow(job, mine) {
  polycite.keep("adding", job);
  const drawn = library;
  const before = mine.results.length ? 0 : 0.25;
  mine.results = [];
  for (let failures = 0; ; ) {
    let state;
    try {
      state = await call(server.adding_progress, { job, since: mine.results.length });
      failures = 0;
    } catch {
      if (++failures === 10) return fail(library.words.lost);
      await pause(1000);
      continue;
    }
    if (work !== mine || drawn !== library) return; // another watches now
    if (!state) return finish(false);
    mine.results.push(...state.results);
    mine.stage = state.stage;
    mine.share = Math.max(mine.share, before + (1 - before) * state.share);
    showWork();
    if (state.ended) return finish(state.changed);
    await pause(300);
  }
}

function finish(changed) {
  if (work.job) polycite.keep("adding", null);
  if (!work.results.length && !work.refused.length) work = null;
  else work.ended = true;
  showWork();
  if (work) announce(stage());
  if (changed) send("library-changed");
}

function fail(message) {
  polycite.keep("adding", null);
  work ??= begin();
  Object.assign(work, { ended: true, failure: message });
  showWork();
  announce(message);
}

// Removing

function confirmRemoval(row, open) {
  row.querySelector(".pc-confirm").hidden = !open;
  row.querySelector(open ? "[data-do=keep-it]" : ".pc-remove").focus();
}

async function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const neighbour = next?.dataset.article;
  try {
    const title = await call(server.remove_article, { article: row.dataset.article });
    announce(fill(library.words.removed, { title }));
    send("library-changed");
    await list();
    (find(`[data-article="${neighbour}"] .pc-open`) ?? find("[data-do=choose]")).focus();
  } catch (error) {
    row.querySelector(".pc-confirm p").textContent = error.message;
  }
}

// What the reader does

const actions = {
  choose: () => find("[type=file]").click(),
  paste: () => {
    showForm(find("form").hidden);
    if (!find("form").hidden) find("form [name=title]").focus();
  },
  cancel: () => {
    showForm(false);
    find("[data-do=paste]").focus();
  },
  stop: () => {
    work.stopped = true;
    work.request?.abort();
    if (work.job) call(server.stop_adding, { job: work.job }).catch(() => {});
    showWork();
  },
  dismiss: () => {
    work = null;
    showWork();
    find("[data-do=choose]").focus();
  },
  open: (button) => send("open-article", { article: button.closest("[data-article]").dataset.article }),
  remove: (button) => confirmRemoval(button.closest("li"), true),
  "keep-it": (button) => confirmRemoval(button.closest("li"), false),
  "remove-it": (button) => remove(button.closest("li")),
  turn: async (button) => {
    asked.page = Number(button.dataset.page);
    await list();
    find(".pc-listing .pc-open")?.focus();
    find(".pc-finding").scrollIntoView({ block: "start" });
  },
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) actions[button.dataset.do](button);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  addText(event.target);
});
element.addEventListener("keydown", (event) => {
  const row = event.key === "Escape" && event.target.closest(".pc-confirm")?.closest("li");
  if (row) confirmRemoval(row, false);
});
element.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  add([...event.target.files]);
  event.target.value = "";
});
let typing;
element.addEventListener("input", ({ target }) => {
  if (!target.closest(".pc-finding")) return;
  Object.assign(asked, { [target.name]: target.value, page: 0 });
  clearTimeout(typing);
  typing = setTimeout(list, target.name === "query" ? 150 : 0);
});

// Files may be dropped anywhere; without this the browser would leave the page to show them.

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const entries = [];
  for (let some = null; !some || some.length; entries.push(...some)) some = await new Promise((done, fail) => reader.readEntries(done, fail));
  const shown = entries.filter(({ name }) => !name.startsWith("."));
  return (await Promise.all(shown.map(filesOf))).flat();
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  element.classList.toggle("pc-dropping", !library?.read_only);
});
document.addEventListener("dragleave", (event) => event.relatedTarget || element.classList.remove("pc-dropping"));
document.addEventListener("drop", async (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  element.classList.remove("pc-dropping");
  if (!library || library.read_only) return;
  send("view", "library");
  const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  add((await Promise.all(found.map((one) => (one instanceof File ? [one] : filesOf(one))))).flat());
});

on("language", draw);
on("library-changed", () => (library ? list() : draw()));
const kept = polycite.kept("adding");
if (kept) begin().job = kept;
draw();
