// Keep what she wrote on this device, only if she presses the button. From then on changes are kept too,
// until she sends it or presses “Forget it”; 30 days at the most. Nothing is stored before she presses.

const NAME = "alongside: what I lived through";
const DAYS = 30;
const OURS = ["ticket", "pass", "homepage"];
const form = document.querySelector("[data-keep-here]");
const find = (name) => document.querySelector(`[data-${name}]`);
const notice = find("kept"), keepButton = find("keep-now"), forgetButton = find("keep-forget"), says = find("keep-says");
const before = says?.textContent;

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(NAME));
    if (found && Date.now() - found.at < DAYS * 86_400_000) return found;
    if (found) localStorage.removeItem(NAME);
  } catch { /* no storage here */ }
  return null;
}

function keep() {
  const values = [...new FormData(form)].filter(([name]) => !OURS.includes(name));
  try {
    localStorage.setItem(NAME, JSON.stringify({ at: Date.now(), values }));
    isKeeping(true, "Kept on this device, with every change from now on. Come back to this page when you like.");
  } catch {
    says.textContent = "This browser does not allow it. Nothing was kept.";
  }
}

function forget() {
  localStorage.removeItem(NAME);
  notice.hidden = true;
  isKeeping(false, "Forgotten. Nothing of it is on this device any more.");
}

function isKeeping(now, words) {
  keepButton.hidden = now;
  forgetButton.hidden = !now;
  says.textContent = words ?? before;
}

function fill({ values }) {
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name) || field.type === "hidden") continue;
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
  for (const list of form.querySelectorAll("details")) list.open = list.querySelector(":checked") !== null;
  notice.hidden = true;
  isKeeping(true, "You go on with what was kept on this device.");
  location.hash = "check";
}

if (document.querySelector("[data-sent]")) {
  try { localStorage.removeItem(NAME); } catch { /* nothing was there */ }
} else if (form) {
  const found = kept();
  if (found) {
    const day = new Date(found.at).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
    find("kept-says").textContent = `You kept what you wrote on this device on ${day}.`;
    notice.hidden = false;
  }
  says.setAttribute("role", "status");
  keepButton.addEventListener("click", keep);
  forgetButton.addEventListener("click", forget);
  find("kept-open").addEventListener("click", () => fill(kept() ?? { values: [] }));
  find("kept-forget").addEventListener("click", forget);
  form.addEventListener("input", () => !forgetButton.hidden && keep());
  // Her own words may be shown, if she takes them over.
  find("take-over").addEventListener("click", () => {
    const own = ["wish_known", "own_signs", "taken_for_words"].map((name) => form.elements[name].value.trim()).filter(Boolean);
    const empty = ["quote_1", "quote_2", "quote_3"].map((name) => form.elements[name]).filter((field) => !field.value.trim());
    const taken = Math.min(own.length, empty.length);
    for (let i = 0; i < taken; i += 1) empty[i].value = own[i].slice(0, 1200);
    find("taken-over").textContent = taken ? "Taken over. Change it as you like." : "There is nothing to take over yet.";
  });
}
