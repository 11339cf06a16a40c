// What changes without a new page is said: in the one live region of base.html, which stood there before.
// Others ask for it: document.dispatchEvent(new CustomEvent("mp:say", { detail: "3 people" })).
const live = document.getElementById("live");
let waiting;

// Of what comes quickly after one another only the last is said.
function say(words) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    live.textContent = words;
  }, 200);
}

document.addEventListener("mp:say", (event) => say(event.detail));

// A poll brings the same words again and again: once is enough.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (!ctx.sourceElement?.matches("[hx-trigger^=every]")) return;
  const told = tasks.findIndex(
    (task) => task.target === live && task.fragment.textContent.trim() === live.textContent.trim(),
  );
  if (told >= 0) tasks.splice(told, 1);
});

// No answer, or one that says no: said, shown where the answer should have come, and what stood there is not
// left as if it were the answer.
const troubles = new Map();

function trouble(ctx, words) {
  const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
  if (!target || troubles.has(target.id)) return;
  const notice = document.createElement("div");
  notice.className = "ds-alert";
  notice.dataset.color = "warning";
  const paragraph = notice.appendChild(document.createElement("p"));
  paragraph.className = "ds-paragraph";
  paragraph.textContent = words;
  target.before(notice);
  target.hidden = "answer" in target.dataset;
  troubles.set(target.id, notice);
  say(words);
}

document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx) trouble(detail.ctx, live.dataset.lost);
});
document.addEventListener("htmx:response:error", ({ detail }) => trouble(detail.ctx, live.dataset.refused));

// Led to the log-in page, for one: that is no answer either.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (!ctx.response.raw.redirected) return;
  event.preventDefault();
  trouble(ctx, live.dataset.refused);
});

document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.swap === "none") return;
  for (const [id, notice] of troubles) {
    notice.remove();
    document.getElementById(id)?.removeAttribute("hidden");
  }
  troubles.clear();
});
