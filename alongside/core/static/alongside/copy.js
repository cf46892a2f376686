// Whoever copies a passage takes along what it rests on and where it stood. A number to ring is
// copied as it is, so that it can be pasted into a telephone.

function labelled(range) {
  const inside = range.startContainer.parentElement?.closest("[data-label]");
  return inside ?? [...document.querySelectorAll("[data-label]")].find((one) => range.intersectsNode(one));
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection?.rangeCount || !/\p{L}/u.test(selection.toString())) return;
  const range = selection.getRangeAt(0);
  const part = labelled(range);
  if (!part) return;
  const lines = [part.dataset.label, part.dataset.address].filter(Boolean);
  const box = document.createElement("div");
  box.append(range.cloneContents());
  for (const line of lines) {
    box.append(Object.assign(document.createElement("p"), { textContent: line }));
  }
  event.clipboardData.setData("text/plain", `${selection}\n\n${lines.join("\n")}\n`);
  event.clipboardData.setData("text/html", box.innerHTML);
  event.preventDefault();
});
