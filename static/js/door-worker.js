// Answers for one page, the one at the door, where there is no signal. It keeps a page that names nobody, and
// what that page is drawn with. It keeps nothing of what is counted, and no page with names (see door-keep.js).
const PAGE = new URL("./", location.href).pathname;
const KEPT = `${PAGE}offline/`;
const CACHE = `mp-door-${PAGE}`;
// How long the real page may take before the kept one is shown, in milliseconds.
const PATIENCE = 5000;

async function keep() {
  const answer = await fetch(KEPT, { credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return;
  const cache = await caches.open(CACHE);
  const text = await answer.clone().text();
  const files = new Set([...text.matchAll(/(?:href|src|data-htmx)="(\/static\/[^"#]+)/g)].map((found) => found[1]));
  await Promise.all(
    [...files].map(async (file) => {
      const got = await fetch(file);
      if (got.ok) await cache.put(file, got);
    }),
  );
  for (const old of await cache.keys()) {
    const { pathname } = new URL(old.url);
    if (pathname !== KEPT && !files.has(pathname)) await cache.delete(old);
  }
  await cache.put(KEPT, answer);
}

async function page(request) {
  const patience = new Promise((_done, fail) => { setTimeout(fail, PATIENCE); });
  try {
    return await Promise.race([fetch(request), patience]);
  } catch {
    const kept = await (await caches.open(CACHE)).match(KEPT);
    return kept ?? fetch(request);
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  // Names of files change with what is in them. Where they do not, the network's comes first.
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await cache.match(new URL(request.url).pathname);
    if (!kept) throw error;
    return kept;
  }
}

// One after the other, so that what is thrown away is not written again by what was on its way.
let last = Promise.resolve();
let hasLeft = false;
const then = (act) => {
  last = last.then(act, act);
  return last;
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(then(keep));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data === "leave") {
    hasLeft = true;
    event.waitUntil(then(() => caches.delete(CACHE)));
  }
  if (event.data === "keep" && !hasLeft) event.waitUntil(then(keep).catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(file(request));
});
