// The total while she chooses, to the penny. It only helps to see: prices come from the server, and it adds up
// again when the form is sent. What cannot be read here is said on the next page. Nothing is stored.

const form = document.querySelector("form.order[data-bands]");
const MONEY = /^£?\s*(\d{1,7}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/; // as money.py reads it
const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

function copies(field) {
  const typed = field.value.trim();
  if (typed === "") return 0;
  return /^\d{1,4}$/.test(typed) ? Number(typed) : NaN;
}

function gift(field) {
  const typed = field?.value.trim() ?? "";
  if (typed === "") return 0;
  const found = MONEY.exec(typed);
  if (!found) return NaN;
  return Number(found[1].replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

function postage(parcel, country) {
  if (!parcel) return 0;
  const bands = JSON.parse(form.dataset.bands);
  const band = bands.find((one) => one.countries.includes(country))
    ?? bands.find((one) => one.countries.length === 0);
  return band ? band.first + (parcel - 1) * band.more : NaN;
}

function total() {
  let pence = 0;
  let parcel = 0;
  for (const field of form.querySelectorAll("[data-pence]")) {
    const many = copies(field);
    pence += many * Number(field.dataset.pence);
    if ("posted" in field.dataset) parcel += many;
  }
  return pence + gift(form.querySelector("[data-gift]")) + postage(parcel, form.elements.country.value);
}

function show() {
  const pence = total();
  const line = form.querySelector("[data-total]");
  line.hidden = pence === 0;
  line.querySelector("output").textContent = Number.isNaN(pence) ? "see the next page" : pounds.format(pence / 100);
}

// Back from the page of her order must not end on the browser's question whether to send it again: this entry
// of the history becomes a plain address, which says that it is ordered.
const look = document.querySelector("form[data-look]");
look?.addEventListener("submit", (event) => {
  if (event.submitter?.value === "order") history.replaceState(null, "", "?sent");
});

if (form) {
  form.addEventListener("input", show);
  addEventListener("pageshow", show); // a browser gives back what was typed
  show();
}
