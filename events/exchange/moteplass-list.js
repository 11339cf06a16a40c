/* What is on, in a page of another site:
 *   <moteplass-list municipality="heroy-nordland" language="uk"></moteplass-list>
 * Also: category, organisation, venue, limit; accent, background, text (any colour that CSS knows);
 * heading-level (2), height ("auto", or a length). It sets no cookie, asks one address of ours and loads
 * nothing else. Colours come from the page around it where none is given, and are used where they can be read.
 * Style: --moteplass-accent, --moteplass-background, --moteplass-text; ::part(list title day item link more).
 */
(() => {
  "use strict";
  if (!window.customElements || customElements.get("moteplass-list")) return;
  const WORDS = __WORDS__;
  const script = document.currentScript;
  const SITE = new URL("../", script ? script.src : location.href);
  const FILTERS = ["category", "organisation", "venue", "limit"];
  const COLOURS = ["accent", "background", "text"];
  const READABLE = 4.5; // WCAG 2.2, 1.4.3
  const STYLE = `
    :host { display: block; box-sizing: border-box; height: 28rem; overflow: hidden; }
    :host([hidden]) { display: none; }
    .list { box-sizing: border-box; height: 100%; overflow: auto; padding: 1rem; overflow-wrap: anywhere;
      line-height: 1.5; color: var(--text); background: var(--background); }
    .list:focus-visible, a:focus-visible { outline: 3px solid var(--text); outline-offset: -3px; }
    a:focus-visible { outline-offset: 2px; }
    .title { margin: 0 0 .75rem; font-size: 1.25rem; line-height: 1.3; font-weight: 700; }
    .day { margin: 1rem 0 .25rem; font-size: 1rem; font-weight: 700; }
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding-block: .5rem; padding-inline-start: .75rem; margin-block-end: .5rem;
      border-inline-start: 3px solid var(--accent); }
    li > a, li > span { display: block; }
    li > a { font-weight: 600; }
    a { color: var(--accent); padding-block: .125rem; }
    .status { display: inline-block; padding-inline: .375rem; border: 1px solid; font-size: .875rem; }
    p { margin: 0 0 .75rem; }
    .wait { height: 3.5rem; margin-block-end: .5rem; opacity: .15; background: var(--text); }`;

  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });

  /** Red, green, blue (0 to 255) and how opaque (0 to 1) a computed colour is. */
  const parts = (colour) => {
    const plain = colour.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
    if (plain) return [+plain[1], +plain[2], +plain[3], plain[4] === undefined ? 1 : +plain[4]];
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const css = ([red, green, blue]) => `rgb(${red}, ${green}, ${blue})`;
  const linear = (part) => (part <= 10.31475 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const contrast = (one, two) => {
    const [dark, bright] = [light(one), light(two)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const over = (top, under) => top.slice(0, 3).map((part, i) => part * top[3] + under[i] * (1 - top[3]));

  const make = (name, { text, ...attributes } = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };
  /** Only an address of the web, and only of where the script came from. */
  const ours = (address) => {
    const url = new URL(address, SITE);
    return url.origin === SITE.origin ? url.href : SITE.href;
  };

  class MoteplassList extends HTMLElement {
    static observedAttributes = ["municipality", "language", "height", "heading-level", ...FILTERS, ...COLOURS];

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      // Made by script: a content policy that forbids inline styles does not forbid these.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.list = make("div", { class: "list", part: "list", role: "region", tabindex: "0" });
      this.shadowRoot.append(this.list);
    }

    connectedCallback() {
      this.dark = matchMedia("(prefers-color-scheme: dark)");
      this.repaint = () => this.paint();
      this.dark.addEventListener("change", this.repaint);
      this.load();
    }

    disconnectedCallback() {
      this.dark.removeEventListener("change", this.repaint);
      this.asked?.abort();
    }

    attributeChangedCallback(name) {
      if (!this.isConnected || !this.dark) return;
      if (COLOURS.includes(name)) this.paint();
      else this.load();
    }

    get words() {
      const asked = (this.getAttribute("language") || this.closest("[lang]")?.lang || "").toLowerCase();
      const code = [asked, asked.split("-")[0], asked.startsWith("no") ? "nb" : ""].find((each) => WORDS[each]);
      return { code: code || "nb", ...WORDS[code || "nb"] };
    }

    get place() {
      return `${this.words.code}/${encodeURIComponent(this.getAttribute("municipality") || "-")}/events/`;
    }

    async load() {
      this.asked?.abort();
      const asked = (this.asked = new AbortController());
      const words = this.words;
      const url = new URL(`${this.place}embed.json`, SITE);
      for (const name of FILTERS) {
        const value = this.getAttribute(name);
        if (value) url.searchParams.set(name, value.slice(0, 100));
      }
      this.list.lang = words.code;
      this.list.dir = words.dir;
      this.list.style.height = "";
      this.style.height = this.getAttribute("height") || "";
      if (!this.list.childElementCount) {
        this.list.setAttribute("aria-busy", "true");
        this.list.setAttribute("aria-label", words.loading);
        this.list.replaceChildren(...[1, 2, 3, 4, 5].map(() => make("div", { class: "wait", "aria-hidden": "true" })));
      }
      this.paint();
      const lost = setTimeout(() => asked.abort("late"), 15000);
      try {
        const answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", signal: asked.signal });
        const shown = await answer.json();
        this.draw(shown.title || shown.problem ? shown : this.lost(words));
      } catch (error) {
        // A newer question has taken the place of this one.
        if (asked !== this.asked) return;
        this.draw(this.lost(words));
      } finally {
        clearTimeout(lost);
      }
    }

    lost(words) {
      return { problem: words.lost, more: words.more, url: new URL(this.place, SITE).href };
    }

    draw(shown) {
      const level = Math.min(Math.max(parseInt(this.getAttribute("heading-level"), 10) || 2, 1), 5);
      const title = shown.title
        ? make(`h${level}`, { class: "title", part: "title", text: shown.title })
        : make("p", { role: "status", part: "problem", text: shown.problem });
      const days = (shown.days || []).flatMap((day) => [
        make(`h${level + 1}`, { class: "day", part: "day", text: day.label }),
        make("ul", { role: "list" }, ...day.items.map((item) => this.item(item))),
      ]);
      const link = make("a", { part: "more", href: ours(shown.url), text: shown.more });
      const empty = shown.empty ? [make("p", { text: shown.empty })] : [];
      this.list.removeAttribute("aria-busy");
      this.list.setAttribute("aria-label", shown.title || shown.problem);
      this.list.replaceChildren(title, ...empty, ...days, make("p", {}, link));
      this.dispatchEvent(new CustomEvent("moteplass-list", { detail: { ok: !shown.problem } }));
    }

    item(item) {
      const name = make("span", { lang: item.language, dir: item.dir, text: item.title });
      return make(
        "li",
        { part: "item" },
        make("a", { part: "link", href: ours(item.url) }, name),
        ...(item.status ? [make("strong", { class: "status", text: item.status })] : []),
        make("span", { text: item.hours }),
        make("span", {}, make("bdi", { lang: item.place_language, text: item.place })),
        ...(item.lines ?? []).map((line) => make("span", { part: "known", text: line })),
      );
    }

    /** A colour as the attribute or the page gives it; null for what is none. */
    colour(name) {
      const given = this.getAttribute(name) || getComputedStyle(this).getPropertyValue(`--moteplass-${name}`).trim();
      if (!given) return null;
      if (!CSS.supports("color", given)) {
        console.warn(`moteplass-list: "${given.slice(0, 40)}" is not a colour; ${name} is left as it was.`);
        return null;
      }
      return this.computed(given);
    }

    computed(colour) {
      const before = this.list.style.color;
      this.list.style.color = colour;
      const found = parts(getComputedStyle(this.list).color);
      this.list.style.color = before;
      return found;
    }

    /** What the page paints behind this element. */
    behind() {
      const layers = [];
      for (let each = this; each; each = each.parentElement || each.getRootNode().host) {
        const colour = parts(getComputedStyle(each).backgroundColor);
        if (colour[3] > 0) layers.unshift(colour);
        if (colour[3] === 1) break;
      }
      return layers.reduce((under, top) => over(top, under), this.computed("Canvas").slice(0, 3));
    }

    paint() {
      const under = this.behind();
      const given = this.colour("background");
      const background = given ? over(given, under) : under;
      const best = contrast([0, 0, 0], background) >= contrast([255, 255, 255], background) ? [0, 0, 0] : [255, 255, 255];
      const readable = (colour, otherwise) => {
        const seen = colour && over(colour, background);
        return seen && contrast(seen, background) >= READABLE ? seen : otherwise;
      };
      const text = readable(this.colour("text") || parts(getComputedStyle(this).color), best);
      const accent = readable(this.colour("accent"), text);
      for (const [name, colour] of Object.entries({ background, text, accent })) {
        this.list.style.setProperty(`--${name}`, css(colour.map(Math.round)));
      }
    }
  }

  customElements.define("moteplass-list", MoteplassList);
})();
