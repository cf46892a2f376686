// One key for each decision, outside of fields. Without this file the buttons work all the same.
const form = document.querySelector("form[data-keys]");
document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key === "a") form.querySelector("[value=accept]").click();
  const more = { q: "ask", d: "decline" }[key];
  if (!more) return;
  event.preventDefault();
  const details = form.querySelector(`[value=${more}]`).closest("details");
  details.open = true;
  details.querySelector("textarea, select").focus();
});
