// A link back to the form that one comes from: the browser still has what was typed in it. Anybody else follows it.
for (const link of document.querySelectorAll("a[data-back]")) {
  link.addEventListener("click", (event) => {
    if (document.referrer !== link.href || history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}
