// Keeps the page of a letter that is going out, or of a list that is brought in, up to date. Without it
// the page is loaded anew from time to time. Open details and the focus stay while nothing else changes.

const EVERY = 3000; // milliseconds
const part = document.getElementById("progress");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(part.dataset.from, { redirect: "error" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  const shown = part.firstElementChild;
  if (fresh.dataset.state !== shown.dataset.state) return location.reload(); // other buttons
  if (part.querySelector("details[open]") || part.contains(document.activeElement)) return;
  shown.replaceWith(fresh);
}

if (part?.firstElementChild.dataset.live) {
  setInterval(() => look().catch(() => {}), EVERY);
}
