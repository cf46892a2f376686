// Reads the three depths aloud with a voice that lives on this device, and prints. A voice that
// would send the words to somebody else's computer is never used: then there is no button.

const tools = document.querySelector("[data-tools]");
const speech = window.speechSynthesis;
let voice = null;
let buttons = [];

function sentences() {
  const parts = document.querySelectorAll("[data-aloud] :is(.sentence, .do, .do + p, li)");
  return [...document.querySelectorAll("h1"), ...parts].map((part) => {
    const copy = part.cloneNode(true);
    for (const number of copy.querySelectorAll(".basis a")) number.remove();
    return copy.textContent.trim();
  });
}

function show(...names) {
  for (const button of buttons) button.parentElement.hidden = !names.includes(button.textContent);
}

function read() {
  speech.cancel();
  const texts = [...sentences(), document.querySelector("[data-label]").dataset.label];
  texts.forEach((text, place) => {
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { voice, lang: voice.lang, rate: 0.95 });
    if (place === texts.length - 1) words.onend = () => show("Read aloud");
    speech.speak(words);
  });
  show("Pause", "Stop");
}

const does = {
  "Read aloud": read,
  Pause: () => { speech.pause(); show("Go on", "Stop"); },
  "Go on": () => { speech.resume(); show("Pause", "Stop"); },
  Stop: () => { speech.resume(); speech.cancel(); show("Read aloud"); },
};

function add(name, action) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
  button.addEventListener("click", action);
  tools.append(document.createElement("li"));
  tools.lastChild.append(button);
  return button;
}

function offer() {
  const here = speech.getVoices().filter((one) => one.localService && one.lang.startsWith("en"));
  voice = here.find((one) => one.lang.startsWith("en-GB")) ?? here[0];
  if (!voice || buttons.length) return;
  buttons = Object.entries(does).map(([name, action]) => add(name, action));
  show("Read aloud");
}

if (tools) {
  add("Print", () => print());
  if (speech) { offer(); speech.addEventListener("voiceschanged", offer); }
  addEventListener("pagehide", () => speech?.cancel());
}
