// A draft is saved when a field is left. Without this script every button of the page saves it.
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
  const keep = async () => {
    const data = typed();
    const text = asText(data);
    if (leaving || text === sent) return;
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
  sent = asText(typed());
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => { leaving = true; });
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
