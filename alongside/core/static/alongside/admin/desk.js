// Comfort on the forms of staff. Without this file everything works all the same.

for (const label of document.querySelectorAll("[data-show]")) {
  const box = label.querySelector("input");
  label.hidden = false;
  box.checked = false;
  box.addEventListener("change", () => {
    document.getElementById(label.dataset.show).type = box.checked ? "text" : "password";
  });
}

// Pressed twice is sent once. Not `disabled`: that would lose the focus and the name of the button.
for (const form of document.querySelectorAll("form[data-once]")) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
    setTimeout(() => (isSent = false), 5000);
  });
}
