// What this phone has counted at doors: kept in IndexedDB until it is sent, sent once, and never with a time.
// A record is one date: {date, who, url, device, sequence, acked, corrections, seen, base, mine, ticks, names, listed,
// past, refused, until}. `base` is what others have counted, `mine` what this phone adds; the screen shows both together.
// `listed`: how many names there were when the server was heard last.
window.mpDoor = (() => {
  const NAME = "mp-door";
  const FLAG = "mp:door";
  const NAMES = ["adults", "children", "volunteers", "first_timers", "newcomers", "newcomers_first"];
  // Empty says that nobody asked.
  const ASKED = ["newcomers", "newcomers_first"];
  const PATIENCE = 10000;

  const each = (make) => Object.fromEntries(NAMES.map((name) => [name, make(name)]));
  const nothing = () => each((name) => (ASKED.includes(name) ? null : 0));
  const plus = (one, other) => each((n) => (one[n] === null && other[n] === null ? null : (one[n] ?? 0) + (other[n] ?? 0)));
  const minus = (one, other) => plus(one, each((n) => (other[n] === null ? null : -other[n])));

  let database;
  const opened = () =>
    (database ??= new Promise((done, fail) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("dates", { keyPath: "date" });
      request.onsuccess = () => {
        // Whoever logs out in another window deletes it, which waits for every window that has it open.
        request.result.onversionchange = () => request.result.close();
        done(request.result);
      };
      request.onerror = () => fail(request.error);
    }));
  const store = async (mode, act) => {
    const transaction = (await opened()).transaction("dates", mode);
    const request = act(transaction.objectStore("dates"));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  };

  const isUnsent = (record) => record.sequence > record.acked;
  const all = () => store("readonly", (dates) => dates.getAll());
  const get = (date) => store("readonly", (dates) => dates.get(date));
  const forget = async (date) => {
    await store("readwrite", (dates) => dates.delete(date));
    await flag();
  };
  // Names leave the phone when their tick has been sent.
  const put = async (record) => {
    const names = record.names.filter((name) => !name.ticked || name.id in record.ticks);
    await store("readwrite", (dates) => dates.put({ ...record, names }));
    await flag();
  };
  // Other pages need not open a database to know that there is nothing (door-leave.js).
  const flag = async () => {
    const records = await all();
    if (!records.length) return localStorage.removeItem(FLAG);
    const until = Math.max(...records.map((record) => record.until || 0));
    const unsent = records.filter(isUnsent).length;
    const named = records.some((record) => record.names.length > 0);
    localStorage.setItem(FLAG, JSON.stringify({ until, unsent, named, words: mpDoor.words }));
  };

  const id = () =>
    crypto.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16));
  const fresh = (date, url) => ({
    date, url, who: "", device: id(), sequence: 0, acked: 0, corrections: 0, seen: [], base: nothing(), mine: nothing(),
    ticks: {}, names: [], listed: 0, past: [], refused: "", until: 0, waiting: false,
  });

  const ticked = (record) =>
    Object.values(record.ticks).reduce((sum, tick) => {
      const sign = tick.came ? 1 : -1;
      return plus(sum, { ...nothing(), adults: sign * tick.adults, children: sign * tick.children });
    }, nothing());
  const shown = (record) => plus(plus(record.base, record.mine), ticked(record));
  const message = (record) => ({
    device: record.device,
    sequence: record.sequence,
    corrections: record.corrections,
    seen: record.seen,
    counts: { ...record.mine },
    shown: each((name) => (shown(record)[name] === null ? null : Math.max(0, shown(record)[name]))),
    ticks: Object.fromEntries(Object.entries(record.ticks).map(([key, tick]) => [key, tick.came])),
  });

  // What the server says comes into the record. `sent` is what it answers; without it, nothing here is unsent.
  const apply = (record, answer, sent) => {
    const before = shown(record);
    record.mine = sent ? plus(answer.mine, minus(record.mine, sent.counts)) : answer.mine;
    for (const [key, came] of Object.entries(sent?.ticks ?? {})) {
      if (record.ticks[key]?.came === came) delete record.ticks[key];
    }
    record.base = answer.waiting ? minus(minus(before, record.mine), ticked(record)) : answer.others;
    for (const name of ASKED) {
      if (answer.waiting || answer.total[name] !== null || record.mine[name]) continue;
      record.base[name] = record.mine[name] = null;
    }
    for (const key of ["who", "corrections", "seen", "names", "waiting", "until"]) record[key] = answer[key];
    record.listed = answer.names.length;
    record.refused = "";
    if (sent) record.acked = Math.max(record.acked, sent.sequence);
  };

  const ask = async (url, options = {}) => {
    let answer;
    try {
      answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout?.(PATIENCE), ...options });
    } catch {
      return { kind: "away" };
    }
    if (answer.type === "opaqueredirect") return { kind: "login" };
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const values = isJson ? await answer.json().catch(() => null) : null;
    if (answer.ok && values) return { kind: "told", values };
    if (answer.status === 409 && values) return { kind: "refused", words: values.words };
    return { kind: answer.status === 403 ? "token" : answer.status === 404 ? "gone" : "away" };
  };

  const look = (record) => ask(`${record.url}?device=${record.device}`);
  let token = "";
  // One message; the number that it carries makes it count once, however often it arrives.
  const send = async (record) => {
    if (!token) {
      const seen = await look(record);
      if (seen.kind !== "told") return seen;
      // Another has logged in on this phone: what is not theirs is not sent in their name.
      if (record.who && seen.values.who !== record.who) return { kind: "other" };
      token = seen.values.token;
    }
    const sent = message(record);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const answer = await ask(record.url, { method: "POST", headers, body: JSON.stringify(sent) });
    if (answer.kind === "token") token = "";
    if (answer.kind === "told") {
      token = answer.values.token;
      apply(record, answer.values, sent);
    }
    if (answer.kind === "refused") record.refused = answer.words;
    return answer;
  };

  return { NAMES, ASKED, all, apply, forget, fresh, get, isUnsent, look, message, minus, nothing, plus, put, send, shown, ticked, words: "" };
})();
