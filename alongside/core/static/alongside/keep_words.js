// A form that is sent while there is no connection stays on the page with all its words. First we ask
// whether we can be reached; then the browser sends the form itself, so that address, title and Back
// are as ever. Nothing is stored. Without this file the form works all the same.

const PATIENCE = 10_000; // milliseconds for the question, and until the button may be pressed again
const NOT_SENT = "Not sent: no connection. Your words are still here. Try again.";

async function canReachUs() {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    await fetch("/robots.txt", { method: "HEAD", cache: "no-store", credentials: "omit", signal });
    return true;
  } catch {
    return false;
  }
}

function keep(form) {
  const says = document.createElement("p");
  says.setAttribute("role", "status");
  says.dataset.says = "";
  form.append(says);
  let step = "ready";

  function go(next, words = "") {
    step = next;
    says.textContent = words;
    for (const button of form.querySelectorAll("button")) {
      // Not `disabled`: it would lose the focus, and its name would not be sent.
      if (next === "ready") button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }
  }

  form.addEventListener("submit", async (event) => {
    if (step === "sending") return;
    event.preventDefault();
    if (step !== "ready") return; // pressed twice
    go("asking", "Sending…");
    if (!(await canReachUs())) return go("ready", NOT_SENT);
    step = "sending";
    form.requestSubmit(event.submitter);
    step = "sent";
    setTimeout(() => go("ready"), PATIENCE);
  });
  addEventListener("pageshow", (event) => event.persisted && go("ready")); // came back to it
}

if ("requestSubmit" in HTMLFormElement.prototype && "timeout" in AbortSignal) {
  document.querySelectorAll("form[data-keep]").forEach(keep);
}
