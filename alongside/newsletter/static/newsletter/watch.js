// While a letter goes out: look again every few seconds, as long as somebody looks at the page.
(() => {
  const again = async () => {
    if (document.visibilityState === "visible" && !document.getElementById("watch").contains(document.activeElement)) {
      const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
      if (answer && answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.getElementById("watch");
        if (now) document.getElementById("watch").replaceChildren(...now.childNodes);
      }
    }
    setTimeout(again, 4000);
  };
  setTimeout(again, 4000);
})();
