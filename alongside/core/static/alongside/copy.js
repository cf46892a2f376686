// Whoever copies a passage takes along what it rests on and where it stood. A number to ring is
// copied as it is, so that it can be pasted into a telephone.

function label(article) {
  return [article.dataset.label, article.dataset.address].filter(Boolean);
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (!selection?.rangeCount || !/\p{L}/u.test(selection.toString())) return;
  const range = selection.getRangeAt(0);
  const article = document.querySelector("article[data-label]");
  if (!article || !range.intersectsNode(article)) return;
  const lines = label(article);
  const box = document.createElement("div");
  box.append(range.cloneContents());
  for (const line of lines) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    box.append(paragraph);
  }
  event.clipboardData.setData("text/plain", `${selection}\n\n${lines.join("\n")}\n`);
  event.clipboardData.setData("text/html", box.innerHTML);
  event.preventDefault();
});
