// “A call back”: the telephone is chosen already, until she chooses another way herself.

const form = document.querySelector("form.steps");
const ways = form ? [...form.elements.answer_by] : [];
let hasChosenWay = false;
form?.addEventListener("change", ({ target }) => {
  if (target.name === "answer_by") hasChosenWay = true;
  if (target.name !== "need" || hasChosenWay) return;
  const way = target.value === "call" ? "phone" : "here";
  ways.find((one) => one.value === way).checked = true;
});
