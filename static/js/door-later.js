// On a page of the portal that is not the one at the door: sends what this phone has counted and not sent yet, and says
// so, with the way to the page at the door where it could not be sent. door-leave.js loads it where there is something.
(async () => {
  const box = document.querySelector("[data-door-later]");
  const part = (name) => box.querySelector(`[data-door-later-${name}]`);
  mpDoor.words = box.dataset.unsent;

  const send = async (date) => {
    const record = await mpDoor.get(date);
    if (!record || !mpDoor.isUnsent(record)) return true;
    if (record.refused) return false;
    const { kind } = await mpDoor.send(record);
    if (kind === "other") return true;
    // Names do not outlive their date, also where there is still no signal.
    if (record.until && Date.now() > record.until) record.names = [];
    await mpDoor.put(record);
    return !mpDoor.isUnsent(record);
  };
  // The page at the door that is open in another window sends by itself.
  const alone = (date) =>
    navigator.locks
      ? navigator.locks.request(`mp-door-${date}`, { ifAvailable: true }, (lock) => !lock || send(date))
      : send(date);

  const flush = async () => {
    const waiting = (await mpDoor.all()).filter(mpDoor.isUnsent);
    if (!waiting.length) return;
    let left = null;
    for (const record of waiting) if (!(await alone(record.date))) left = record;
    if (left) part("door").href = left.url.replace(/state\/$/, "");
    part("waits").hidden = !left;
    part("sent").hidden = !!left;
    box.hidden = false;
    document.dispatchEvent(new CustomEvent("mp:say", { detail: part(left ? "waits" : "sent").textContent.trim() }));
  };
  addEventListener("online", flush);
  await flush();
})();
