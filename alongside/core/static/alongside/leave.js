// “Leave this page”: at once, out of the way, without this page in the history. Esc three times
// does the same. Without this file the link still leads away.

const link = document.querySelector("[data-leave]");
const PATIENCE = 1500; // milliseconds between the first Esc and the third
let presses = [];

function leave() {
  document.title = "Loading";
  document.querySelector("link[rel=icon]")?.remove();
  document.body.replaceChildren(); // the next site may be slow; these words must be gone now
  location.replace(link.href);
}

link?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  leave();
});

addEventListener("keydown", (event) => {
  if (!link || event.key !== "Escape" || event.repeat) return;
  presses = [...presses, event.timeStamp].slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] < PATIENCE) leave();
});

for (const words of document.querySelectorAll("[data-with-script]")) words.hidden = false;
