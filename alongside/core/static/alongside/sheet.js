// Print and copy for the six words. The buttons are shown by leave.js; without scripts the browser prints.

document.querySelector("[data-print]")?.addEventListener("click", () => print());

document.querySelector("[data-copy]")?.addEventListener("click", async () => {
  const words = [...document.querySelectorAll("[data-six-words] li")].map((one) => one.textContent);
  const says = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(words.join(" "));
    says.textContent = "Copied. Paste them somewhere safe.";
  } catch {
    says.textContent = "Your browser does not allow it. Please write them down.";
  }
});
