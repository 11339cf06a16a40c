// On a page of the portal that is not the one at the door: sends what this phone has counted and not sent yet, and says
// so; or that it waits, with the way to the page at the door; or why it was not taken, with the numbers, which somebody
// may want to write down. door-leave.js loads it where there is something.
(async () => {
  const box = document.querySelector("[data-door-later]");
  const part = (name) => box.querySelector(`[data-door-later-${name}]`);
  mpDoor.words = box.dataset.unsent;

  // What became of it: "sent", "waits", "refused", or "" where it is another's, who has not logged in.
  const send = async (date) => {
    const record = await mpDoor.get(date);
    if (!record || !mpDoor.isUnsent(record)) return "";
    const { kind } = await mpDoor.send(record);
    if (kind === "other") return "";
    const isSent = !mpDoor.isUnsent(record);
    // Names leave with what was sent, and do not outlive their date, also where there is still no signal.
    if (isSent || kind === "gone" || (record.until && Date.now() > record.until)) record.names = [];
    if (kind === "gone") record.refused = box.dataset.gone;
    await mpDoor.put(record);
    if (isSent) return "sent";
    return kind === "refused" || kind === "gone" ? "refused" : "waits";
  };
  // The page at the door that is open in another window sends by itself.
  const alone = (date) =>
    navigator.locks
      ? navigator.locks.request(`mp-door-${date}`, { ifAvailable: true }, (lock) => (lock ? send(date) : ""))
      : send(date);

  let shown;
  const flush = async () => {
    const found = {};
    for (const record of (await mpDoor.all()).filter(mpDoor.isUnsent)) found[await alone(record.date)] = record.date;
    const what = ["refused", "waits", "sent"].find((name) => name in found);
    if (!what) return;
    shown = await mpDoor.get(found[what]);
    if (what === "waits") part("door").href = shown.url.replace(/state\/$/, "");
    if (what === "refused") {
      part("why").textContent = shown.refused;
      for (const place of box.querySelectorAll("[data-door-later-number]")) {
        const number = mpDoor.message(shown).shown[place.dataset.doorLaterNumber];
        place.textContent = number;
        place.parentElement.hidden = !number;
      }
    }
    for (const name of ["refused", "waits", "sent"]) part(name).hidden = name !== what;
    box.hidden = false;
    const said = what === "refused" ? part("why") : part(what);
    document.dispatchEvent(new CustomEvent("mp:say", { detail: said.textContent.trim() }));
  };
  part("drop").addEventListener("click", async () => {
    if (!confirm(box.dataset.drop)) return;
    await mpDoor.forget(shown.date);
    location.reload();
  });
  addEventListener("online", flush);
  await flush();
})();
