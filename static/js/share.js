// The page's address to somebody else: <div data-share="address" data-title="…" data-copied="…">, in it two hidden
// buttons, data-share-open (or none) and data-share-copy. Without this the address stands there to be copied by hand.
for (const box of document.querySelectorAll("[data-share]")) {
  const { share: url, title, copied } = box.dataset;
  const open = box.querySelector("[data-share-open]");
  const copy = box.querySelector("[data-share-copy]");
  if (open && navigator.share) {
    open.hidden = false;
    open.addEventListener("click", () => {
      // Who closes the phone's own box has changed their mind: that is no fault.
      navigator.share({ title, url }).catch(() => {});
    });
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(url);
      } catch {
        return;
      }
      copy.querySelector("span").textContent = copied;
      document.dispatchEvent(new CustomEvent("mp:say", { detail: copied }));
    });
  }
}
