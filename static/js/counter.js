// Big minus and plus buttons beside the number inputs at the door. Without script the inputs alone do the job.
// The form carries the translated words: <form class="mp-door" data-less="One less" data-more="One more">.
for (const input of document.querySelectorAll(".mp-door__input")) {
  const { less, more } = input.form.dataset;
  const name = input.labels[0]?.firstChild?.textContent.trim() ?? "";
  const stepper = document.createElement("span");
  stepper.className = "mp-door__stepper";

  const button = (sign, delta, words) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "mp-door__step";
    element.textContent = sign;
    element.setAttribute("aria-label", `${name}: ${words}`);
    element.addEventListener("click", () => {
      const least = Number(input.min || 0);
      input.value = Math.max(least, (Number(input.value) || 0) + delta);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      document.dispatchEvent(new CustomEvent("mp:say", { detail: `${name}: ${input.value}` }));
    });
    return element;
  };

  input.replaceWith(stepper);
  stepper.append(button("−", -1, less), input, button("+", 1, more));
}
