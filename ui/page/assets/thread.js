// Runs when the conversation loads; Gradio provides `element`, `trigger` and `watch`.
let shown = 0;
element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");

// A new question comes to the top of the conversation.
watch("value", () => {
  const exchanges = element.querySelectorAll(".pc-exchange");
  if (exchanges.length > shown) exchanges[exchanges.length - 1].scrollIntoView({ block: "start" });
  shown = exchanges.length;
});

// A citation marker shows its source: at once if the panel has it, else by asking for that answer's sources.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-marker]");
  if (!button) return;
  const { exchange, marker } = button.dataset;
  const panel = document.querySelector(`#pc-sources [data-exchange="${exchange}"]`);
  const card = panel?.querySelector(`[data-markers~="${marker}"]`);
  if (!card) return trigger("select", { exchange: Number(exchange), marker: Number(marker) });
  card.scrollIntoView({ block: "start" });
  card.focus({ preventScroll: true });
});
