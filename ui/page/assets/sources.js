// Runs when the sources panel loads; Gradio provides `element` and `watch`.
watch("value", () => {
  const card = element.querySelector("[data-reveal]");
  if (!card) return;
  card.scrollIntoView({ block: "start" });
  card.focus({ preventScroll: true });
});
