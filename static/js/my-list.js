// A list of what somebody has taken part in: theirs, in this browser (localStorage), and never sent. An entry is
// {i: id, t: title, l: its language, n: title in Norwegian, s, e: begins and ends in seconds, p: place, o: organiser,
// m: municipality}. To another phone it goes in a QR code, behind the # of an address, which no browser sends.
(() => {
  const KEY = "mp:list";
  const MOST = 1000;
  const A_CODE = 900; // Bytes that a phone's camera reads with ease.
  const LONGEST = 300;
  const TEXTS = ["t", "n", "l", "p", "o", "m"];

  const isRight = (entry) =>
    /^[0-9a-f]{32}$/.test(entry?.i) &&
    TEXTS.every((key) => typeof entry[key] === "string" && entry[key].length <= LONGEST) &&
    [entry.s, entry.e].every((moment) => Number.isSafeInteger(moment) && moment > 0 && moment < 1e11);
  const clean = (entry) => Object.fromEntries(["i", ...TEXTS, "s", "e"].map((key) => [key, entry[key]]));
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(found) ? found.filter(isRight) : [];
    } catch {
      return [];
    }
  };
  // Whether it was kept: a browser may keep nothing, or be full.
  const write = (entries) => {
    try {
      if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  };
  const keeps = () => {
    try {
      localStorage.setItem(`${KEY}?`, "1");
      localStorage.removeItem(`${KEY}?`);
      return true;
    } catch {
      return false;
    }
  };
  const merge = (entries) => {
    const all = new Map([...read(), ...entries].map((entry) => [entry.i, clean(entry)]));
    return write([...all.values()].sort((one, other) => one.s - other.s).slice(-MOST));
  };
  // What somebody has taken off stays off in this window, however often the poster's page is loaded again.
  const TAKEN = "mp:list-taken";
  const taken = () => {
    try {
      return JSON.parse(sessionStorage.getItem(TAKEN)) ?? [];
    } catch {
      return [];
    }
  };
  const leave = (ids, isLeft) => {
    try {
      sessionStorage.setItem(TAKEN, JSON.stringify([...taken().filter((id) => !ids.includes(id)), ...(isLeft ? ids : [])]));
    } catch {
      // Then it is put on again by the next load.
    }
  };
  const remove = (id) => {
    leave([id], true);
    return write(read().filter((entry) => entry.i !== id));
  };
  const show = (element, isShown) => {
    if (element) element.hidden = !isShown;
  };
  const say = (words) => document.dispatchEvent(new CustomEvent("mp:say", { detail: words }));

  // --- The page behind the poster ----------------------------------------------------------------------

  const adding = document.querySelector("[data-mine-add]");
  if (adding) {
    const part = (name) => adding.querySelector(`[data-mine-${name}]`);
    const entry = JSON.parse(document.getElementById("mine-entry").textContent);
    const ANSWERED = "mp:list-answered";
    const render = (isKept) => {
      const isThere = read().some((each) => each.i === entry.i);
      show(part("unkept"), !isKept);
      show(part("added"), isKept && isThere);
      show(part("see"), isKept);
      show(part("take"), isKept && isThere);
      show(part("taken"), isKept && !isThere);
      show(part("put"), isKept && !isThere);
    };
    const put = () => {
      leave([entry.i], false);
      render(isRight(entry) && merge([entry]));
    };
    part("take").addEventListener("click", () => {
      render(remove(entry.i));
      say(part("taken").textContent.trim());
    });
    part("put").addEventListener("click", put);
    adding.hidden = false;
    // Asked once: whoever has answered for this date is asked no more, though the mark goes to no page but one.
    const asking = document.querySelector("[data-mine-ask]");
    let answered = [];
    try {
      answered = JSON.parse(sessionStorage.getItem(ANSWERED)) ?? [];
      if ("mineAnswered" in asking.dataset) sessionStorage.setItem(ANSWERED, JSON.stringify([...answered, entry.i]));
      else if (answered.includes(entry.i)) asking.hidden = true;
    } catch {
      // Asked again; the server's own mark still counts once.
    }
    // It is where its person has left it.
    if ("mineAnswered" in asking.dataset || taken().includes(entry.i)) render(keeps());
    else put();
  }

  // --- The list ----------------------------------------------------------------------------------------

  const page = document.querySelector("[data-mine]");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-mine-${name}]`);
  const language = document.documentElement.lang;
  const format = (code, options) => new Intl.DateTimeFormat(code === "nb" || code === "nn" ? `${code}-NO` : code, { timeZone: "Europe/Oslo", ...options });
  const day = (seconds, code = language) => format(code, { dateStyle: "long" }).format(seconds * 1000);
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const isNorwegian = (code) => code === "nb" || code === "nn";
  const title = (entry, code) =>
    isNorwegian(code) ? element("bdi", entry.n, { lang: "nb" }) : element("bdi", entry.t, { lang: entry.l });

  function renderList() {
    const entries = read();
    show(part("nothing"), !entries.length);
    show(part("full"), entries.length > 0);
    part("dates").replaceChildren(
      ...entries.toReversed().map((entry) => {
        const item = element("li");
        const strong = element("strong");
        strong.append(title(entry, language));
        const place = [entry.p, entry.o].filter(Boolean).join(" · ");
        const button = element("button", page.dataset.remove, { type: "button", class: "ds-button", "data-variant": "tertiary", "data-size": "sm" });
        button.append(element("span", ` ${entry.t}, ${day(entry.s)}`, { class: "ds-sr-only" }));
        button.addEventListener("click", () => {
          remove(entry.i);
          renderList();
          (part("dates").querySelector("button") ?? page.closest("main")).focus();
        });
        item.append(strong, element("span", day(entry.s)), element("bdi", place, { class: "mp-muted" }), button);
        return item;
      }),
    );
    hideCodes();
  }

  // --- On paper

  const row = (cells) => {
    const made = element("tr");
    for (const cell of cells) {
      const box = element("td");
      box.append(cell);
      made.append(box);
    }
    return made;
  };
  // Each day keeps its words on one line.
  const between = (first, last) => {
    const made = document.createDocumentFragment();
    made.append(element("span", `${first} –`), " ", element("span", last));
    return made;
  };
  function fill(paper) {
    const code = paper.lang;
    const entries = read();
    const days = paper.querySelector("[data-mine-rows=days]");
    days?.replaceChildren(
      ...entries.map((entry) => row([day(entry.s, code), title(entry, code), element("bdi", entry.p), element("bdi", entry.o)])),
    );
    const groups = new Map();
    for (const entry of entries) {
      const key = [entry.n, entry.o, entry.p].join("\n");
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    const hours = (group) => group.reduce((sum, { s, e }) => sum + Math.max(0, Math.min(e - s, 86400)), 0) / 3600;
    const number = new Intl.NumberFormat(code, { maximumFractionDigits: 1 });
    paper.querySelector("[data-mine-rows=activities]")?.replaceChildren(
      ...[...groups.values()].map((group) => {
        const [first, last] = [day(group[0].s, code), day(group.at(-1).s, code)];
        const who = [group[0].o, group[0].p, group[0].m].filter(Boolean).join(", ");
        return row([
          title(group.at(-1), code),
          element("bdi", who),
          first === last ? element("span", first) : between(first, last),
          number.format(group.length),
          number.format(hours(group)),
        ]);
      }),
    );
    const name = part("name").value.trim();
    const who = paper.querySelector("[data-mine-who]");
    who.replaceChildren(name ? element("bdi", name) : (who.dataset.blank ?? ""));
    who.hidden = !name && !who.dataset.blank;
  }
  const papers = [...page.querySelectorAll("[data-mine-paper]")];
  for (const button of page.querySelectorAll("[data-mine-print]")) {
    button.addEventListener("click", () => {
      for (const paper of papers) {
        paper.hidden = paper.dataset.minePaper !== button.dataset.minePrint;
        if (!paper.hidden) fill(paper);
      }
      document.body.classList.add("mp-prints-mine");
      print();
    });
  }
  addEventListener("afterprint", () => {
    document.body.classList.remove("mp-prints-mine");
    for (const paper of papers) paper.hidden = true;
  });

  // --- To another phone

  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const packed = async (entries) => {
    const rows = entries.map((entry) => ["i", "s", "e", ...TEXTS].map((key) => entry[key]));
    const bytes = await through(new TextEncoder().encode(JSON.stringify(rows)), new CompressionStream("deflate-raw"));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const unpacked = async (text) => {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
    const rows = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw"))));
    const entries = rows.map((values) => Object.fromEntries(["i", "s", "e", ...TEXTS].map((key, at) => [key, values[at]])));
    return entries.filter(isRight).slice(0, MOST);
  };
  const link = async (entries) => `${location.origin}${page.dataset.page}#take=${await packed(entries)}`;
  // As many entries to a code as it holds.
  async function codesFor(entries) {
    const whole = await link(entries);
    if (whole.length <= A_CODE || entries.length === 1) return [whole];
    const half = Math.ceil(entries.length / 2);
    return [...(await codesFor(entries.slice(0, half))), ...(await codesFor(entries.slice(half)))];
  }
  function drawn(code) {
    const quiet = 4;
    const size = code.size + 2 * quiet;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("aria-hidden", "true");
    let path = "";
    for (let y = 0; y < code.size; y += 1)
      for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawing.setAttribute("d", path);
    svg.append(drawing);
    return svg;
  }
  let codes = [];
  let at = 0;
  async function showCode() {
    const { generate, correction } = await import(page.dataset.library);
    part("code").replaceChildren(drawn(generate(codes[at], { minCorrectionLevel: correction.L })));
    part("step").textContent = codes.length > 1 ? `${page.dataset.part} ${at + 1} / ${codes.length}` : "";
    show(part("next"), codes.length > 1);
    show(part("codes"), true);
    say(part("step").textContent);
  }
  function hideCodes() {
    codes = [];
    part("code").replaceChildren();
    show(part("codes"), false);
  }
  part("move").addEventListener("click", async () => {
    codes = await codesFor(read());
    at = 0;
    await showCode();
  });
  part("next").addEventListener("click", () => {
    at = (at + 1) % codes.length;
    showCode();
  });
  part("hide").addEventListener("click", hideCodes);
  part("copy").addEventListener("click", async () => {
    await navigator.clipboard?.writeText(await link(read()));
    say(page.dataset.copied);
    part("step").textContent = page.dataset.copied;
  });
  part("empty").addEventListener("click", () => {
    if (!confirm(page.dataset.empty)) return;
    leave(read().map((entry) => entry.i), true);
    write([]);
    renderList();
  });

  async function arrive() {
    const text = /^#take=([\w-]{1,200000})$/.exec(location.hash)?.[1];
    if (!text) return;
    // It stays in no history, and is in no address that is copied from here.
    history.replaceState(null, "", location.pathname);
    let entries = [];
    try {
      entries = await unpacked(text);
    } catch {
      return;
    }
    if (!entries.length) return;
    part("arriving").replaceChildren(
      ...entries.slice(0, 5).map((entry) => {
        const item = element("li");
        item.append(title(entry, language), `, ${day(entry.s)}`);
        return item;
      }),
      ...(entries.length > 5 ? [element("li", `+ ${entries.length - 5}`)] : []),
    );
    show(part("arrived"), true);
    part("yes").focus();
    part("yes").onclick = () => {
      show(part("unkept"), !merge(entries));
      show(part("arrived"), false);
      renderList();
    };
    part("no").onclick = () => show(part("arrived"), false);
  }

  page.hidden = false;
  show(part("unkept"), !keeps());
  renderList();
  arrive();
  addEventListener("hashchange", arrive);
  addEventListener("storage", renderList);
})();
