// The row of filters, when a list changes in place: a menu where several things are chosen stays open, what had the
// focus has it again, and one may close a menu that covers the list. Without this the filters are links.
let before = { menu: "", focus: "", row: 0 };

const row = () => document.querySelector("[data-filters]");

function ready() {
  for (const button of document.querySelectorAll("[data-filters] [data-done]")) button.hidden = false;
  for (const form of document.querySelectorAll("form[data-near]")) form.hidden = !navigator.geolocation;
}

document.addEventListener("click", (event) => {
  const menu = event.target.closest?.("[data-filters] [data-done]")?.closest("details");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("htmx:before:swap", () => {
  const focused = document.activeElement?.closest?.("[data-filters] [id]");
  const menu = document.activeElement?.closest?.("[data-filters] details");
  before = {
    menu: menu?.id ?? "",
    stays: Boolean(menu && "stays" in menu.dataset),
    focus: focused?.id ?? "",
    row: row()?.scrollLeft ?? 0,
  };
});

document.addEventListener("htmx:after:swap", () => {
  if (!row()) return;
  ready();
  const menu = document.getElementById(before.menu);
  if (menu && before.stays) menu.open = true;
  row().scrollLeft = before.row;
  if (!before.focus) return;
  // A chip that is gone was the way back from a choice: then the row itself is where one was.
  const same = before.menu && !before.stays ? null : document.getElementById(before.focus);
  (same ?? menu?.querySelector("summary") ?? row().querySelector("a, summary"))?.focus({ preventScroll: true });
});

ready();

// "Near me": only after a press, and to about a kilometre. It goes in the body of one request and is kept nowhere.
function say(form, words) {
  form.querySelector("[data-said]").textContent = words;
  document.dispatchEvent(new CustomEvent("mp:say", { detail: words }));
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest?.("form[data-near]");
    if (!form || form.dataset.found) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(2);
        form.elements.lon.value = coords.longitude.toFixed(2);
        form.dataset.found = "true";
        form.requestSubmit();
      },
      (error) => say(form, error.code === 1 ? form.dataset.refused : form.dataset.lost),
      { maximumAge: 60000, timeout: 10000 },
    );
  },
  true,
);
