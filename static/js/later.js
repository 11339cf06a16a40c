// htmx weighs as much as a whole page. Pages that do not bring it themselves (those for readers) fetch it when somebody
// first turns to something that uses it, and at once where the page asks by itself. What is pressed or typed before it
// has come waits for it; without it a link is a link and a form a form.
const USES = "[hx-get], [hx-post], [hx-boost], [hx-boost\\:inherited]";
const { htmx: source } = document.currentScript.dataset;
let fetched;
let isHere = "htmx" in window;

function fetchOnce() {
  fetched ??= new Promise((settle) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = script.onerror = () =>
      // It looks at the page after its own loading.
      setTimeout(() => {
        isHere = true;
        settle();
      });
    document.head.append(script);
  });
  return fetched;
}

const uses = (event) => !isHere && event.target.closest?.(USES);

for (const kind of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => uses(event) && fetchOnce(), { passive: true });
}

function hold(event, again) {
  event.preventDefault();
  event.stopImmediatePropagation();
  fetchOnce().then(again);
}

document.addEventListener(
  "click",
  (event) => {
    if (!uses(event) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pressed = event.target.closest("a[href], button:not([type=button])");
    if (pressed) hold(event, () => pressed.click());
  },
  true,
);

document.addEventListener(
  "submit",
  (event) => {
    if (uses(event)) hold(event, () => event.target.requestSubmit(event.submitter));
  },
  true,
);

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    if (!uses({ target })) return;
    fetchOnce().then(() => target.dispatchEvent(new Event(kind, { bubbles: true })));
  });
}

if (!isHere && document.querySelector("[hx-trigger*=every], [hx-trigger*=load]")) fetchOnce();
