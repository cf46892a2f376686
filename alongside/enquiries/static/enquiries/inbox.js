// Comfort on the pages of the inbox. Without this file everything works all the same.

// “Use it” puts the chosen first sentence in front, without a journey to the server.
for (const button of document.querySelectorAll("[data-begin]")) {
  button.addEventListener("click", (event) => {
    const chosen = button.form.elements.sentence;
    const words = document.getElementById(button.dataset.begin);
    event.preventDefault();
    if (!chosen.value) return chosen.focus();
    words.value = `${chosen.value}\n\n${words.value}`;
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
    chosen.selectedIndex = 0;
  });
}

// What she has begun to answer goes along when she presses something beside it, and comes back with the page.
for (const form of document.querySelectorAll("form[data-carry]")) {
  form.addEventListener("submit", () => {
    const begun = document.getElementById("answer_message")?.value ?? "";
    const field = form.elements.draft ?? form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name: "draft", value: begun });
  });
}
