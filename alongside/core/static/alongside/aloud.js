// Reads the three depths aloud with a voice that lives on this device, and prints. A voice that
// would send the words to somebody else's computer is never used: then there is no button.

const place = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
let voice = null;

function button(words, onclick) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: words, onclick });
}

const main = button("Read aloud", () => next[main.textContent]());
const stop = button("Stop", () => { speech.cancel(); rest(); main.focus(); });
const next = {
  "Read aloud": read,
  Pause: () => { speech.pause(); main.textContent = "Go on"; },
  "Go on": () => { speech.resume(); main.textContent = "Pause"; },
};

function rest() {
  speech.resume(); // a paused voice would stay silent the next time
  main.textContent = "Read aloud";
  stop.remove();
}

function texts() {
  const parts = document.querySelectorAll("h1, [data-aloud] :is(.sentence, .do, .do + p, li)");
  const words = [...parts].map((part) => {
    const copy = part.cloneNode(true);
    for (const number of copy.querySelectorAll(".basis a")) number.remove();
    return copy.textContent.trim();
  });
  return [...words, document.querySelector("article[data-label]").dataset.label];
}

function read() {
  const all = texts().map((text) => new SpeechSynthesisUtterance(text));
  all.at(-1).onend = rest;
  for (const words of all) {
    Object.assign(words, { voice, lang: voice.lang, rate: 0.95 });
    speech.speak(words);
  }
  main.textContent = "Pause";
  main.after(stop);
}

function offer() {
  const here = speech.getVoices().filter((one) => one.localService && one.lang.startsWith("en"));
  voice ??= here.find((one) => one.lang.startsWith("en-GB")) ?? here[0];
  if (voice && place) place.append(main);
}

if (speech) {
  offer();
  speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
}
const tools = document.querySelector("[data-tools]");
if (tools) tools.appendChild(document.createElement("li")).append(button("Print", () => print()));
