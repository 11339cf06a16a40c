"""Words of a calendar: plain text out of HTML, and what a title says of its own date. Runs without Django."""

import html
import re
from html.parser import HTMLParser

TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
SPACES = re.compile(r"[^\S\n]+")
NEW_LINE = frozenset(
    {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"}
)
SILENT = frozenset({"script", "style", "head", "title", "template"})
# What turns the direction of everything behind it, and what nobody sees.
INVISIBLE = re.compile("[\u202a-\u202e\u200b\u2060]")
# As organisers write it, in front of the title or behind it.
ANNOUNCED = {
    "cancelled": (
        "avlyst", "avlyste", "avlyses", "avlysast", "avlysing", "utgår", "utgått", "kansellert", "innstilt",
        "cancelled", "canceled", "called off", "fällt aus", "entfällt", "abgesagt", "inställd", "inställt",
        "aflyst", "скасовано", "скасована", "відміна", "отменено", "ملغى", "ملغاة", "أُلغي", "ألغي",
    ),
    "postponed": (
        "utsatt", "utsett", "utsettes", "utsettast", "postponed", "verschoben", "udsat", "uppskjuten",
        "відкладено", "مؤجل", "مؤجلة",
    ),
    "moved": (
        "flyttet", "flytta", "flyttes", "flyttast", "ny dato", "nytt tidspunkt", "ny tid", "moved",
        "rescheduled", "verlegt", "flyttad", "перенесено",
    ),
    "full": (
        "fullt", "fullbooket", "fullbooka", "fulltegnet", "fullteikna", "fully booked", "sold out", "utsolgt",
        "utseld",
    ),
}  # fmt: skip
FULL_HOUSE = re.compile(r"\bfullt (?:av|hus|ut|program|for)\b", re.IGNORECASE)
# "Ikke avlyst" says that it takes place.
IS_NOT = re.compile(r"\b(?:ikke|ikkje|not|nicht|не)\s*$", re.IGNORECASE)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        if tag in NEW_LINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self._silent:
            self._silent -= 1
        if tag in NEW_LINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def plain(text: str) -> str:
    """`text` without tags and entities, and without what cannot be seen."""
    if TAG.search(text):
        reader = _Text()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    elif ENTITY.search(text):
        text = html.unescape(text)
    text = INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Lines of an address or a title, beside each other."""
    return ", ".join(filter(None, (line.strip().rstrip(",") for line in text.split("\n"))))


def cut(text: str, longest: int) -> tuple[str, bool]:
    """`text` with at most `longest` letters, and whether something went."""
    return (text, False) if len(text) <= longest else (text[: longest - 1].rstrip() + "…", True)


def announced(title: str) -> str:
    """What the title says: "cancelled", "postponed", "moved", "full" or nothing."""
    words = title.casefold()
    for what, spellings in ANNOUNCED.items():
        if what == "full":
            words = FULL_HOUSE.sub("", words)
        for spelling in spellings:
            found = re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", words)
            if found and not IS_NOT.search(words[: found.start()]):
                return what
    return ""
