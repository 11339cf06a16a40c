// Reads a part of the page aloud: <button type="button" hidden data-speak="title words" data-stop="Stop reading">.
// data-speak: the ids of what is read, in order, each part in its own `lang`. The button is shown only where the
// device itself has a voice for the language of the first of them: no text leaves it. What no voice of its own can
// read is left out. data-stop: what the button says meanwhile; without it, aria-pressed tells.
const speech = window.speechSynthesis;
const NORWEGIAN = ["nb", "no", "nn"];
let reading = null;

const base = (language) => language.toLowerCase().split(/[-_]/)[0];
const languageOf = (element) => element.closest("[lang]")?.lang || "nb";

function voiceFor(language) {
  const wanted = base(language);
  const fits = NORWEGIAN.includes(wanted) ? [wanted, ...NORWEGIAN] : [wanted];
  const own = speech.getVoices().filter((voice) => voice.localService);
  return fits.map((code) => own.find((voice) => base(voice.lang) === code)).find(Boolean);
}

const targets = (button) =>
  button.dataset.speak.split(" ").flatMap((id) => document.getElementById(id) ?? []);

// Pieces of text in order, one for each block and change of language.
function pieces(element) {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let block = null;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.data.replace(/\s+/g, " ");
    if (parent.closest("svg, [data-silent], .ds-sr-only")) continue;
    const language = languageOf(parent);
    const around = parent.closest("p, li, dt, dd, h1, h2, h3, div");
    const last = found.at(-1);
    if (last && last.language === language && block === around) last.text += text;
    else found.push({ language, text });
    block = around;
  }
  return found.filter((piece) => piece.text.trim());
}

// One sentence at a time: some browsers fall silent in the middle of a long text.
function sentences({ language, text }) {
  if (!window.Intl?.Segmenter) return [{ language, text }];
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  return [...segmenter.segment(text)].map((part) => ({ language, text: part.segment }));
}

function show(button, isReading) {
  const label = button.querySelector("span:last-of-type") ?? button;
  if (!button.dataset.stop) {
    button.setAttribute("aria-pressed", String(isReading));
    return;
  }
  button.dataset.start ??= label.textContent;
  label.textContent = isReading ? button.dataset.stop : button.dataset.start;
}

function stop() {
  if (!reading) return;
  show(reading, false);
  reading = null;
  speech.cancel();
}

function start(button) {
  stop();
  const queue = targets(button).flatMap(pieces).flatMap(sentences);
  const spoken = queue.filter((part) => voiceFor(part.language));
  if (!spoken.length) return;
  reading = button;
  show(button, true);
  spoken.forEach(({ language, text }, index) => {
    const utterance = new SpeechSynthesisUtterance(text.replace(/[\u2066-\u2069]/g, ""));
    utterance.voice = voiceFor(language);
    utterance.lang = utterance.voice.lang;
    utterance.rate = 0.9;
    const ended = () => {
      if (reading === button && index === spoken.length - 1) stop();
    };
    utterance.addEventListener("end", ended);
    utterance.addEventListener("error", ended);
    speech.speak(utterance);
  });
}

function offer() {
  for (const button of document.querySelectorAll("button[data-speak]")) {
    const [first] = targets(button);
    button.hidden = !first || !voiceFor(languageOf(first));
  }
}

if (speech) {
  offer();
  // Browsers look for their voices after the page is there.
  speech.addEventListener?.("voiceschanged", offer);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-speak]");
    if (!button) return;
    if (reading === button) stop();
    else start(button);
  });
  addEventListener("pagehide", stop);
}
