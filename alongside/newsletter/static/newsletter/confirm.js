// Says yes for her: she pressed the link in her mail, and that was the press. The page gets this file only
// when the mail left us three minutes ago or more; programs that look at mail for viruses come sooner.
//
// Some of them draw pages, later too. So it waits until somebody can see the page: it is not hidden, not
// fetched beforehand, it was really drawn (two frames; a page in the dark gets none), and the browser does
// not say that a program steers it. Focus is not asked for: a page beside another window, or read by
// a screen reader, may have none. Without this file there is the button.

const form = document.querySelector("form[data-by-itself]");

function frame() {
  return new Promise((drawn) => requestAnimationFrame(drawn));
}

function visible() {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((seen) => {
    document.addEventListener("visibilitychange", function look() {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      seen();
    });
  });
}

if (form && !navigator.webdriver) {
  await visible();
  await frame();
  await frame();
  if (document.visibilityState === "visible") form.requestSubmit();
}
