// Reading age and long sentences beside each text, while it is typed. The server measures: one rule for all.
(() => {
  const panel = document.querySelector("[data-reading-url]");
  const form = panel && panel.closest("form");
  if (!form) return;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const words = (reading) => {
    const parts = [`${reading.label}: reading age ${Math.round(reading.age)}`];
    const item = element("span", parts[0]);
    for (const sentence of reading.long) item.append(" Long: ", element("mark", sentence));
    return item;
  };

  const find = (path) =>
    path.reduce((place, step) => place && place.querySelector(`[data-contentpath="${CSS.escape(step)}"]`), form);

  const show = ({ summary, readings }) => {
    panel.querySelector("[data-reading-summary]").textContent = summary;
    const list = panel.querySelector("[data-reading-list]");
    list.replaceChildren();
    form.querySelectorAll(".reading-hint").forEach((hint) => hint.remove());
    for (const reading of readings) {
      const item = element("li", "", reading.hard ? "reading__hard" : "");
      item.append(words(reading));
      list.append(item);
      if (!reading.hard && !reading.long.length) continue;
      const hint = element("p", "", "reading-hint");
      hint.append(words(reading));
      find(reading.path)?.append(hint);
    }
  };

  let timer;
  const measure = async () => {
    try {
      const response = await fetch(panel.dataset.readingUrl, { method: "POST", body: new FormData(form) });
      if (response.ok) show(await response.json());
    } catch {
      // No connection: the figures of the last save stay.
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(measure, 800);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("load", soon);
})();
