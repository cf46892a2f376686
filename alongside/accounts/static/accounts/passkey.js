// Says in words why a passkey did not work. allauth's own script only writes to the console.

const trouble = document.querySelector("[data-passkey-trouble]");
const buttons = document.querySelectorAll("[data-needs-passkey]");
const WORDS = {
  NotAllowedError: "Nothing happened. Perhaps you closed the window, or it took too long. Press the button to try again.",
  InvalidStateError: "This phone or computer has a passkey for your account already.",
  SecurityError: "A passkey cannot be used at this address. Use an app or a code instead.",
};

function say(words) {
  trouble.textContent = words;
  trouble.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const name = event.detail?.exception?.name;
  say(WORDS[name] ?? "That did not work. Try again, or use another way.");
});

if (!window.PublicKeyCredential) {
  for (const button of buttons) button.hidden = true;
  say("This browser knows no passkeys. Use another way.");
}
