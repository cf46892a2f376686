// Signs by her own words: hides in the lists what does not fit, and says how many are left. The file of
// the catalogue adds words that the page does not show. Nothing that is typed leaves the page or is kept.

const box = document.querySelector("[data-find-sign]");
const says = document.querySelector("[data-found]");
const lists = [...document.querySelectorAll("[data-signs] details")];
const labels = lists.flatMap((list) => [...list.querySelectorAll(".choice")]);
const words = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").match(/[a-z]+/g) ?? [];
const NO_HELP = new Set(words("the a an and or of in on to my me i is was it its with for at not no very so had have that this up when all got feel felt feeling like"));
const known = new Map(labels.map((label) => [label.querySelector("input").value, new Set(words(label.textContent))]));
const wereOpen = new Map();
let later;

function fits(typed, known) {
  const begin = typed.length > 4 ? typed.slice(0, -2) : typed; // “coughing” finds “coughs”
  return known.some((word) => word.startsWith(begin) && (begin.length > 2 || word === typed));
}

function count(label, typed) {
  const own = [...known.get(label.querySelector("input").value)];
  return typed.filter((word) => fits(word, own)).length;
}

function find() {
  const typed = words(box.value).filter((word) => word.length > 1 && !NO_HELP.has(word));
  if (!typed.length) return showAll();
  if (!wereOpen.size) for (const list of lists) wereOpen.set(list, list.open);
  const counts = labels.map((label) => count(label, typed));
  let enough = Math.max(1, ...counts); // the best ones; some more, if these are very few
  while (enough > 1 && counts.filter((one) => one >= enough).length < 3) enough -= 1;
  labels.forEach((label, i) => { label.hidden = counts[i] < enough && !label.querySelector(":checked"); });
  for (const list of lists) {
    list.hidden = !list.querySelector(".choice:not([hidden])");
    list.open = !list.hidden;
  }
  const found = counts.filter((one) => one >= enough).length;
  says.textContent = found === 0 ? "Nothing in our list has these words. Write it below in your own words."
    : found === 1 ? "1 sign fits. It stands below." : `${found} signs fit. They stand below.`;
}

function showAll() {
  for (const label of labels) label.hidden = false;
  for (const list of lists) {
    list.hidden = false;
    if (wereOpen.has(list)) list.open = wereOpen.get(list) || Boolean(list.querySelector(":checked"));
  }
  wereOpen.clear();
  says.textContent = "";
}

async function learn() {
  try {
    const { signs } = await (await fetch(box.dataset.findSign, { credentials: "omit" })).json();
    for (const sign of signs) for (const word of words(sign.words.join(" "))) known.get(sign.code)?.add(word);
  } catch { /* the words of the page are enough */ }
}

box?.addEventListener("focus", learn, { once: true });
box?.addEventListener("input", () => { clearTimeout(later); later = setTimeout(find, 200); });
addEventListener("hashchange", () => location.hash === "#check" && box?.value && (box.value = "", showAll()));
