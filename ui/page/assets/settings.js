const dialog = element.querySelector("dialog");

async function fill() {
  const open = dialog.querySelector("details")?.open ?? false;
  try {
    dialog.innerHTML = await polycite.call(server.shown_settings);
  } catch (error) {
    dialog.textContent = error.message;
    return;
  }
  dialog.querySelector("details").open = open;
  dialog.querySelector("[name=theme]").value = polycite.theme;
  for (const time of dialog.querySelectorAll("time")) time.textContent = local(time.dateTime);
}

function local(moment) {
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return moment;
  return new Intl.DateTimeFormat(polycite.locale, { dateStyle: "long", timeStyle: "short" }).format(when);
}

async function show() {
  if (dialog.open) return;
  await fill();
  dialog.showModal();
  dialog.querySelector("#pc-settings-title")?.focus();
}

async function copy(button) {
  if (!(await polycite.copy(button.previousElementSibling.textContent))) return;
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  polycite.announce(button.dataset.copied);
  setTimeout(() => (button.textContent = label), 1500);
}

dialog.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-copied]")) copy(button);
  else if (button?.matches("[data-close]") || event.target === dialog) dialog.close();
});
dialog.addEventListener("change", ({ target }) => {
  if (target.name === "language") polycite.setLanguage(target.value);
  if (target.name === "theme") polycite.setTheme(target.value);
});

polycite.on("open-settings", show);
polycite.on("library-changed", () => dialog.open && fill());
polycite.on("theme", (theme) => dialog.open && (dialog.querySelector("[name=theme]").value = theme));
polycite.on("language", async () => {
  if (!dialog.open) return;
  await fill();
  dialog.querySelector("[name=language]").focus();
});
