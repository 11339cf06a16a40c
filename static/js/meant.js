// Asks at once whether an address that is almost a common one was meant to be that one. Nothing is sent anywhere, and
// nothing is changed before a press. Without this script the form asks when it is sent; the rule is core/mail/typos.py.
const { servers = "", words = "" } = document.currentScript.dataset;
const common = servers.split(" ");
const FAR = 3;

function distance(one, other) {
  if (Math.abs(one.length - other.length) >= FAR) return FAR;
  let earlier = [];
  let before = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + changed);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, earlier[j - 2] + 1);
      }
      row.push(best);
    }
    [earlier, before] = [before, row];
  }
  return Math.min(before[other.length], FAR);
}

function meant(address) {
  const at = address.lastIndexOf("@");
  const server = address.slice(at + 1).toLowerCase();
  if (at < 1 || common.includes(server)) return "";
  const near = common.filter((each) => each.length >= 8).map((each) => [distance(server, each), each]);
  const fewest = Math.min(...near.map(([steps]) => steps));
  const found = near.filter(([steps]) => steps === fewest).map(([, each]) => each);
  const allowed = server.length >= 11 && server[0] === found[0][0] ? 2 : 1;
  return fewest <= allowed && found.length === 1 ? address.slice(0, at + 1) + found[0] : "";
}

for (const input of document.querySelectorAll("[data-mailbox]")) {
  const asked = document.createElement("p");
  asked.className = "mp-meant";
  asked.setAttribute("role", "status");
  input.after(asked);
  input.addEventListener("change", () => {
    const probably = meant(input.value.trim());
    asked.replaceChildren();
    if (!probably) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    const name = document.createElement("bdi");
    name.dir = "ltr";
    name.textContent = probably;
    button.append(name);
    button.addEventListener("click", () => {
      input.value = probably;
      asked.replaceChildren();
      input.focus();
    });
    asked.append(`${words} `, button);
  });
}
