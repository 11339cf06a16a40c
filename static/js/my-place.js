// The place that somebody chose stands first on the front page. It is kept in this browser and never sent.
// A page about a place has [data-my-place]: its slug, and data-name and data-near for a village in it.
const KEY = "mp:place";

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || null;
  } catch {
    return null; // Closed to us, or written by something else.
  }
}

const here = document.querySelector("[data-my-place]");
if (here) {
  const { myPlace: slug, name, near = "" } = here.dataset;
  try {
    localStorage.setItem(KEY, JSON.stringify({ slug, name, near }));
  } catch {
    // A browser that keeps nothing: the front page is as for everybody.
  }
}

const mine = document.getElementById("my-place");
const place = mine && remembered();
const listed = place && document.querySelector(`a[data-slug="${CSS.escape(String(place.slug))}"]`);
if (listed) {
  mine.querySelector("[data-my-name]").textContent = place.name;
  mine.querySelector("[data-my-count]").innerHTML = listed.querySelector(".mp-found__count").innerHTML;
  for (const link of mine.querySelectorAll("[data-my-list]")) {
    const address = new URL(`events/${link.dataset.myList}`, listed.href);
    if (place.near) address.searchParams.set("near", place.near);
    link.href = address;
  }
  mine.hidden = false;
  mine.querySelector("[data-my-forget]").addEventListener("click", () => {
    try {
      localStorage.removeItem(KEY);
    } finally {
      mine.hidden = true;
      document.getElementById("q")?.focus();
    }
  });
}
