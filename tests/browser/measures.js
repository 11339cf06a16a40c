// What is measured of a page as it stands in the window. Read by tests/browser/test_reach.py.
(() => {
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

  const isSeen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)") return false;
    }
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.width > 1 && box.height > 1;
  };

  const said = (element) =>
    `${element.localName} ${(element.getAttribute("aria-label") || element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 60)}`;

  // Two boxes that one finger or one click could mean: neither is inside the other, and they share room.
  const overlaps = () => {
    const all = [...document.querySelectorAll(TARGETS)].filter(isSeen);
    const boxes = all.flatMap((element) => [...element.getClientRects()].map((box) => ({ element, box })));
    boxes.sort((one, other) => one.box.top - other.box.top);
    const found = new Set();
    boxes.forEach(({ element, box }, index) => {
      for (let next = index + 1; next < boxes.length && boxes[next].box.top < box.bottom - 1; next++) {
        const other = boxes[next];
        if (element.contains(other.element) || other.element.contains(element)) continue;
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 1 && high > 1) found.add(`${said(element)} / ${said(other.element)}: ${Math.round(wide)} x ${Math.round(high)}`);
      }
    });
    return [...found];
  };

  // How far the page goes past the window, and what does it.
  const sideways = () => {
    const over = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
    if (over <= 0) return [];
    const width = document.documentElement.clientWidth;
    const sticks = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return isSeen(element) && (box.right > width + 1 || box.left < -1);
    });
    const inner = sticks.filter((element) => !sticks.some((other) => other !== element && element.contains(other)));
    return [`${over} px: ${inner.slice(0, 3).map((each) => `${said(each)}.${each.className}`).join(" | ")}`];
  };

  const nameOf = (element) => {
    const label = element.getAttribute("aria-label");
    if (label) return words(label);
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true], img[alt=''], svg").forEach((each) => each.remove());
    copy.querySelectorAll("img[alt]").forEach((each) => each.replaceWith(each.alt));
    return words(copy.textContent);
  };
  const words = (text) => text.trim().replace(/\s+/g, " ");
  // Where it leads, or what it sends.
  const aim = (element) =>
    element.localName === "a"
      ? element.href.split("#")[0]
      : element.form && `${element.form.action} ${element.name}=${element.value}`;

  // Whoever hears a list of links, or says the name of one, must know which it is; and what is seen comes first in it.
  const names = () => {
    const found = [];
    const aims = new Map();
    for (const element of document.querySelectorAll("a[href], button, summary")) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const name = nameOf(element);
      if (!name) found.push(`nothing is said of ${element.outerHTML.slice(0, 80)}`);
      // A sign alone, as + at the door, is no word that anybody would say.
      const seen = words(element.innerText);
      if (element.hasAttribute("aria-label") && /\p{L}/u.test(seen) && !name.includes(seen))
        found.push(`"${seen}" is seen, "${name}" is said`);
      if (!aim(element)) continue;
      if (!aims.has(name)) aims.set(name, new Set());
      aims.get(name).add(aim(element));
    }
    for (const [name, all] of aims)
      if (all.size > 1) found.push(`"${name}" is ${all.size} things: ${[...all].slice(0, 2).map((each) => each.replace(location.origin, "")).join(", ")}`);
    return found;
  };

  const withRules = (rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
    const found = [...overlaps(), ...sideways()];
    document.adoptedStyleSheets = [];
    return found;
  };

  window.measures = { names, withRules };
})();
