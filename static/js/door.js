// Counting at the door on a phone: each press is kept at once and sent when there is a signal. Without this script
// the page is a form with numbers. The words stand in the form's data- attributes; counter.js makes the big buttons.
(async () => {
  const form = document.querySelector("form[data-door]");
  if (!form || !("indexedDB" in window)) return;
  const { date, state, page, who } = form.dataset;
  const words = (key) => form.dataset[key] ?? "";
  const status = form.querySelector("[data-door-status]");
  const undo = form.querySelector("[data-door-undo]");
  const drop = form.querySelector("[data-door-drop]");
  const list = form.querySelector("[data-door-names]");
  const nameless = form.querySelector("[data-door-nameless]");
  const waiting = document.querySelector("[data-door-waiting]");
  const inputs = Object.fromEntries(mpDoor.NAMES.map((name) => [name, form.elements[name]]));
  const SOON = 1200;
  const NOW_AND_THEN = 15000;
  const MOST_PAST = 50;
  mpDoor.words = words("unsent");
  // What is pressed while the phone looks for what it has kept counts too.
  const early = new Map();
  const note = ({ target }) => early.set(target, target.value);
  form.addEventListener("input", note);

  // A second window of the same phone counts as a phone of its own: two that write one record would lose presses.
  const isFirst = await new Promise((done) => {
    if (!navigator.locks) return done(true);
    navigator.locks.request(`mp-door-${date}`, { ifAvailable: true }, (lock) => {
      done(!!lock);
      return lock && new Promise(() => {});
    });
  });

  let keeps = isFirst;
  let record;
  try {
    // Another who has logged in on this phone finds nothing of who did before;
    // and what is sent and over is not kept.
    for (const old of await mpDoor.all()) {
      const isOver = old.date !== date && !mpDoor.isUnsent(old) && old.until && Date.now() > old.until;
      if (isOver || (who && old.who && old.who !== who)) await mpDoor.forget(old.date);
    }
    record = isFirst && (await mpDoor.get(date));
  } catch {
    keeps = false;
  }
  record ||= mpDoor.fresh(date, state);
  record.url = state;
  if (who) record.who = who;

  let kind = "";
  let isSending = false;
  let timer;

  const keep = async () => {
    if (!keeps) return;
    try {
      await mpDoor.put(record);
    } catch {
      keeps = false;
      render();
    }
  };

  function saying() {
    if (record.refused) return [record.refused, "danger"];
    if (kind === "login" || kind === "other") return [words("login"), "warning"];
    if (kind === "gone") return [words("gone"), "danger"];
    if (mpDoor.isUnsent(record)) {
      if (kind === "away") return [keeps ? words("away") : words("awayUnkept"), "warning"];
      return [words("sending"), "info"];
    }
    if (kind === "away") return [keeps ? words("quiet") : words("unkept"), "warning"];
    return record.acked ? [words("saved"), "success"] : [words("ready"), "neutral"];
  }

  let said = "";
  function render() {
    const numbers = mpDoor.shown(record);
    for (const [name, input] of Object.entries(inputs)) {
      const text = numbers[name] === null ? "" : String(Math.max(0, numbers[name]));
      if (input.value !== text) input.value = text;
    }
    const [text, color] = saying();
    status.textContent = text;
    status.dataset.color = color;
    if (text !== said && said) document.dispatchEvent(new CustomEvent("mp:say", { detail: text }));
    said = text;
    undo.hidden = false;
    undo.disabled = !record.past.length;
    drop.hidden = !record.refused;
    renderNames();
  }

  function renderNames() {
    if (!list) return;
    const shownNow = [...list.querySelectorAll("input")].map((box) => box.value).join();
    if (shownNow !== record.names.map((name) => name.id).join()) {
      const made = record.names.map((name) => {
        const item = form.querySelector("template[data-door-name]").content.cloneNode(true);
        const box = item.querySelector("input");
        box.value = name.id;
        item.querySelector("[data-name]").textContent = name.name;
        item.querySelector("[data-party]").textContent = name.party;
        return item;
      });
      list.replaceChildren(...made);
    }
    list.closest("[data-door-who]").hidden = !record.names.length;
    nameless.hidden = record.names.length > 0 || !record.listed;
    for (const box of list.querySelectorAll("input")) {
      const name = record.names.find((each) => each.id === box.value);
      box.checked = record.ticks[box.value]?.came ?? !!name?.ticked;
    }
  }

  // The numbers on the screen become `target`, as far as they fit together.
  function become(target) {
    const people = target.adults + target.children;
    const most = (name, limit) => {
      if (target[name] !== null) target[name] = Math.max(0, Math.min(target[name], limit));
    };
    most("first_timers", people);
    most("newcomers", people);
    if (target.newcomers === null) target.newcomers_first = null;
    most("newcomers_first", Math.min(target.newcomers ?? 0, target.first_timers));
    record.mine = mpDoor.minus(target, mpDoor.plus(record.base, mpDoor.ticked(record)));
    for (const name of mpDoor.ASKED) if (target[name] === null) record.mine[name] = null;
  }

  function change(act, tick = null) {
    const before = mpDoor.shown(record);
    act();
    const after = mpDoor.shown(record);
    const empty = mpDoor.ASKED.filter((name) => before[name] === null && after[name] !== null);
    record.past.push({ by: mpDoor.minus(after, before), empty, tick });
    record.past = record.past.slice(-MOST_PAST);
    changed();
  }

  function changed() {
    record.sequence += 1;
    keep();
    render();
    clearTimeout(timer);
    timer = setTimeout(flush, SOON);
  }

  form.addEventListener("input", ({ target: input }) => {
    if (input.matches("[name=came]") || !(input.name in inputs)) return;
    const text = input.value.trim();
    if (text === "" && !mpDoor.ASKED.includes(input.name)) return;
    const value = text === "" ? null : Math.min(Number.parseInt(text, 10), Number(input.max));
    if (Number.isNaN(value)) return;
    change(() => {
      const target = mpDoor.shown(record);
      target[input.name] = value;
      // Who is new and here for the first time is here for the first time.
      if (input.name === "newcomers_first") target.first_timers = Math.max(target.first_timers, Math.min(value ?? 0, target.newcomers ?? 0));
      become(target);
      if (value !== null && mpDoor.shown(record)[input.name] < value) {
        document.dispatchEvent(new CustomEvent("mp:say", { detail: words("tooMany") }));
        form.querySelector("[data-door-note]").textContent = words("tooMany");
      } else form.querySelector("[data-door-note]").textContent = "";
    });
  });

  function setTick(key, came, { adults, children }) {
    const name = record.names.find((each) => each.id === key);
    // Without its name, what is not sent yet is taken back, and what is sent is said again.
    if (name ? name.ticked === came : key in record.ticks) delete record.ticks[key];
    else record.ticks[key] = { came, adults, children };
    become(mpDoor.shown(record));
  }

  form.addEventListener("change", ({ target: box }) => {
    if (!box.matches("[name=came]")) return;
    const { id, adults, children } = record.names.find((each) => each.id === box.value);
    change(() => setTick(id, box.checked, { adults, children }), { id, came: !box.checked, adults, children });
  });

  undo.addEventListener("click", () => {
    const last = record.past.pop();
    if (!last) return;
    const target = mpDoor.minus(mpDoor.shown(record), last.by);
    for (const name of last.empty) target[name] = null;
    if (last.tick) setTick(last.tick.id, last.tick.came, last.tick);
    become(target);
    changed();
    document.dispatchEvent(new CustomEvent("mp:say", { detail: words("undone") }));
  });

  drop.addEventListener("click", async () => {
    if (!confirm(words("drop"))) return;
    await mpDoor.forget(date);
    location.href = page;
  });

  async function flush() {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    try {
      const answer = mpDoor.isUnsent(record) ? await mpDoor.send(record) : await mpDoor.look(record);
      kind = answer.kind;
      if (kind === "gone") record.names = [];
      if (kind === "told") {
        if (!mpDoor.isUnsent(record)) {
          // What came with the answer, or was pressed while it was on its way, is looked at the next time.
          mpDoor.apply(record, answer.values, null);
        }
        if (waiting && waiting.innerHTML !== answer.values.html) waiting.innerHTML = answer.values.html;
      }
      await keep();
      render();
    } finally {
      isSending = false;
    }
    if (mpDoor.isUnsent(record) && kind === "told") timer = setTimeout(flush, SOON);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  addEventListener("online", flush);
  // Names leave the phone with the page, once all is sent: they come again with it. Not where there is no signal to
  // bring them.
  addEventListener("pagehide", () => {
    if (!kind || kind === "away" || !navigator.onLine || mpDoor.isUnsent(record)) return;
    record.names = [];
    keep();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(() => document.visibilityState === "visible" && flush(), NOW_AND_THEN);

  form.removeEventListener("input", note);
  for (const [input, value] of early) {
    input.value = value;
    input.dispatchEvent(new Event(input.matches("[name=came]") ? "change" : "input", { bubbles: true }));
  }
  form.dataset.doorIsOn = "";
  await flush();
  if (!("serviceWorker" in navigator) || !keeps) return;
  try {
    const kept = await navigator.serviceWorker.register(form.dataset.worker, { scope: page });
    (kept.active ?? kept.installing ?? kept.waiting)?.postMessage("keep");
  } catch {
    // Without it the page has to stay open where there is no signal.
  }
})();
