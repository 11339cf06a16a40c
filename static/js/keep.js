// A draft is saved when a field is left. Without this script every button of the page saves it.
// How long a button waits for what is being saved, in milliseconds.
const PATIENCE = 3000;
for (const form of document.querySelectorAll("form[data-keep]")) {
  const said = form.querySelector("[data-kept]");
  let sent = "";
  let leaving = false;
  const typed = () => {
    const data = new FormData(form);
    data.set("keep", "1");
    return data;
  };
  const asText = (data) => new URLSearchParams([...data].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  const send = async () => {
    const data = typed();
    const text = asText(data);
    if (text === sent) return;
    sent = text;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      if (said) said.textContent = said.dataset.kept;
    } catch {
      // Sent again when the next field is left.
      sent = "";
      if (said) said.textContent = "";
    }
  };
  // One after the other: what was typed first never arrives last, and never after the button.
  let going = null;
  const keep = () => {
    if (leaving) return;
    const mine = (going ?? Promise.resolve()).then(send);
    going = mine;
    mine.finally(() => { if (going === mine) going = null; });
  };
  sent = asText(typed());
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (!going) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const { submitter } = event;
    const patience = new Promise((done) => { setTimeout(done, PATIENCE); });
    Promise.race([going, patience]).then(() => { going = null; form.requestSubmit(submitter); });
  });
  addEventListener("pageshow", () => { leaving = false; });
  // The tab is put away or the phone turned off: the last field was never left.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || leaving) return;
    const data = typed();
    if (asText(data) === sent) return;
    sent = asText(data);
    navigator.sendBeacon(form.action, data);
  });
}
