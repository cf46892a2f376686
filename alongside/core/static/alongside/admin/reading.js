// Reading age and long sentences beside each text, while it is typed. The server measures: one rule for all.
(() => {
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const words = (reading) => {
    const line = element("span", `${reading.label}: reading age ${Math.round(reading.age)}`);
    for (const sentence of reading.long) line.append(" Long: ", element("mark", sentence));
    return line;
  };

  const find = (form, path) =>
    path.reduce((place, step) => place && place.querySelector(`[data-contentpath="${CSS.escape(step)}"]`), form);

  const show = (form, panel, { summary, readings }) => {
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
      find(form, reading.path)?.append(hint);
    }
  };

  const start = () => {
    const panel = document.querySelector("[data-reading-url]");
    const form = panel && panel.closest("form");
    if (!form) return;
    let timer;
    const measure = async () => {
      try {
        const response = await fetch(panel.dataset.readingUrl, { method: "POST", body: new FormData(form) });
        if (response.ok) show(form, panel, await response.json());
      } catch {
        // No connection: the figures of the last save stay.
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(measure, 800);
    };
    for (const name of ["input", "change", "keyup"]) form.addEventListener(name, soon);
    soon();
  };

  // Wagtail loads its scripts before the form is there.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
