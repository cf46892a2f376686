// The first use of a word on an answer opens its meaning in place. Without this file, or in a
// browser without popovers, the link leads to the page of the word.

const box = document.createElement("div");
box.className = "meaning";
box.id = "meaning";
box.popover = "auto";
box.setAttribute("role", "dialog");
box.setAttribute("aria-labelledby", "meaning-word");
let asked = null; // the word whose meaning is open

function element(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

function open(term) {
  const entry = document.getElementById(term.dataset.term);
  const word = entry.previousElementSibling.textContent;
  const close = element("button", { type: "button", onclick: () => box.hidePopover() }, "Close");
  const more = element("a", { href: term.href }, "More about this word");
  box.replaceChildren(
    element("p", { id: "meaning-word", className: "do" }, word),
    element("p", {}, entry.textContent),
    element("div", {}, close, more),
  );
  asked?.setAttribute("aria-expanded", "false");
  asked = term;
  box.showPopover();
  term.setAttribute("aria-expanded", "true");
  close.focus();
}

box.addEventListener("toggle", (event) => {
  if (event.newState !== "closed" || !asked) return;
  asked.setAttribute("aria-expanded", "false");
  if (box.contains(document.activeElement) || document.activeElement === document.body) asked.focus();
  asked = null;
});

if ("popover" in HTMLElement.prototype) {
  document.body.append(box);
  for (const term of document.querySelectorAll("a.term")) {
    if (!document.getElementById(term.dataset.term)) continue;
    term.setAttribute("role", "button");
    term.setAttribute("aria-expanded", "false");
    term.setAttribute("aria-controls", box.id);
    term.addEventListener("click", (event) => { event.preventDefault(); open(term); });
    term.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); open(term); }
    });
  }
}
