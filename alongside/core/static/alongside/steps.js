// One step at a time, a little smoother: the heading of a step is read out when it opens, and Enter in a
// line of text goes on to the next step. Without this file the steps work all the same: they are links.
// Nothing is stored.

const form = document.querySelector("form.steps");

addEventListener("hashchange", () => document.querySelector(":target h2")?.focus());

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const field = event.target.closest("input");
  const next = [...(field?.closest(".step")?.querySelectorAll(".go a.button") ?? [])]
    .find((link) => link.checkVisibility?.() ?? link.offsetParent !== null);
  if (!field || !next) return; // on the last step Enter sends
  event.preventDefault();
  next.click();
});
