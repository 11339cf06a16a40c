// On every page: whoever logs out leaves nothing of the door on the phone; names leave it with the page at the door
// when all is sent, and do not outlive their date.
(() => {
  const FLAG = "mp:door";
  const NAME = "mp-door";
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(FLAG));
    } catch {
      return null;
    }
  };
  const clear = async () => {
    await new Promise((done) => {
      const request = indexedDB.deleteDatabase(NAME);
      // Door pages that are open close it themselves (door-keep.js); nobody waits for one that does not.
      request.onsuccess = request.onerror = request.onblocked = done;
    });
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(
      workers
        .filter(({ scope }) => scope.endsWith("/door/"))
        .map((worker) => {
          worker.active?.postMessage("leave");
          return worker.unregister();
        }),
    );
    const caches_ = "caches" in window ? await caches.keys() : [];
    await Promise.all(caches_.filter((name) => name.startsWith(NAME)).map((name) => caches.delete(name)));
    // Last: what was just being kept may have set it once more.
    localStorage.removeItem(FLAG);
  };
  // One transaction: a door page that is open in another window writes before it or after it, never in between.
  const clearNames = () => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => {
      const { result: database } = request;
      const transaction = database.transaction("dates", "readwrite");
      const walk = transaction.objectStore("dates").openCursor();
      walk.onsuccess = () => {
        if (!walk.result) return;
        const { value } = walk.result;
        const isOver = value.until && Date.now() > value.until;
        if (value.names.length && (isOver || value.sequence <= value.acked)) walk.result.update({ ...value, names: [] });
        walk.result.continue();
      };
      transaction.oncomplete = () => {
        database.close();
        const now = kept();
        if (now && !now.unsent) localStorage.setItem(FLAG, JSON.stringify({ ...now, named: false }));
      };
    };
  };
  document.addEventListener("submit", (event) => {
    const { target: form } = event;
    const found = form.action?.endsWith?.("/account/logout/") && kept();
    if (!found) return;
    event.preventDefault();
    if (found.unsent && found.words && !confirm(found.words)) return;
    clear().finally(() => form.submit());
  });
  const found = kept();
  const isAtDoor = !!document.querySelector("form[data-door]");
  // The page at the door sees to it by itself (door.js): it may be open on the day after, or on a phone whose clock is wrong.
  if (found && !isAtDoor) {
    if (!found.unsent && found.until && Date.now() > found.until) clear();
    // This page came from the server: there is a signal, and the names come again with the page at the door.
    else if (found.named) clearNames();
  }
  // What was counted without a signal goes from any page of the portal, once there is one (door-later.js).
  const later = document.querySelector("[data-door-later]");
  if (!found?.unsent || !later || isAtDoor) return;
  later.dataset.unsent = found.words ?? "";
  for (const src of [later.dataset.keep, later.dataset.doorLater]) {
    const script = document.createElement("script");
    script.src = src;
    script.async = false;
    document.head.append(script);
  }
})();
