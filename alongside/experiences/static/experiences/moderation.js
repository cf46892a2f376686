// One key for each decision, and a preview that follows what is typed. Without this file all buttons work.

const bar = document.querySelector("[data-keys]");
const KEPT = "alongside-moderation-keys";
let areOn = localStorage.getItem(KEPT) !== "off";

function say() {
  const button = bar.querySelector("[data-keys-switch]");
  button.textContent = areOn ? "Keys are on" : "Keys are off";
  button.setAttribute("aria-pressed", String(areOn));
}

if (bar) {
  bar.hidden = false;
  say();
  bar.querySelector("[data-keys-switch]").addEventListener("click", () => {
    areOn = !areOn;
    localStorage.setItem(KEPT, areOn ? "on" : "off"); // staff only; WCAG 2.1.4: keys can be turned off
    say();
  });
}

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (!areOn || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || !/^[aqdu]$/.test(key)) return;
  const button = document.querySelector(`[data-key="${key}"]`);
  const details = document.querySelector(`[data-key-opens="${key}"]`);
  if (!button && !details) return;
  event.preventDefault();
  if (button) return button.click();
  details.open = true;
  details.querySelector("textarea, input:not([type=hidden])").focus();
});

for (const words of document.querySelectorAll("[data-preview]")) {
  const shown = words.closest(".told-one-quote").querySelector("[data-shown]");
  words.addEventListener("input", () => (shown.textContent = words.value.trim()));
}
