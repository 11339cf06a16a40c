"""The words in which a table says days and rules, in bokmål, nynorsk and English."""

import re

SECOND = re.compile(
    r"\b(?:annenhver|annahver|annakvar|annankvar|anna kvar|annan kvar|annen hver|hver annen|kvar andre"
    r"|hver andre(?! \w+ i)|every second|every other|fortnightly|biweekly|hver 14\. dag|kvar 14\. dag)\b"
    r"(?: (?:uke|veke|week)\b)?"
)
EVERY = re.compile(r"\b(?:hver|kvar|alle|every|each|ukentlig|vekentleg|weekly)\b(?: (?:uke|veke|week)\b)?")
IN_THE_MONTH = re.compile(
    r"\b(?:i|hver|kvar|in|of|each|every)\s+(?:the\s+|each\s+|every\s+)?"
    r"(?:måneden|månaden|måned|månad|mnd\.?|month)\b|\b(?:månedlig|månadleg|monthly)\b"
)
PARITY = re.compile(
    r"\b(?:i\s+)?(?P<which>odde|partall|par|like|ulike|odd|even)s?(?:talls?)?\s?-?(?:uker|veker|weeks)\b"
)
ORDINALS = {
    1: "1 første fyrste first",
    2: "2 andre annen anna second",
    3: "3 tredje third",
    4: "4 fjerde fourth",
    -1: "siste last",
}
POSITION = {word: number for number, words in ORDINALS.items() for word in words.split()}
_NAMES = "|".join(word for word in POSITION if word.isalpha())
ORDINAL = re.compile(rf"\b(?P<word>[1-5])\.(?!\s?\d)|\b(?P<name>{_NAMES})\b")
ONE_OF = re.compile(r"\b(?:én|ein|en|one|a)\b(?=\s+\w+dag\b|\s+\w+day\b)")

_WEEK = r"(?:uke|veke|week)"
_ALSO = rf"(?:\s*(?:,|og|and|&|-|–|til|to)\s*(?:{_WEEK} )?\d{{1,2}}(?!\d))*"
WEEKS = re.compile(
    r"\b(?:uke|uker|veke|veker|week|weeks)\.?\s*"
    rf"(?P<list>\d{{1,2}}(?!\d){_ALSO})(?:\s*(?:/|,|i|in)?\s*(?P<year>20\d\d))?"
)
# "uke 3–20".
THROUGH_WEEKS = re.compile(
    rf"\b{_WEEK}\s*(?P<a>\d{{1,2}})\s*(?:-|–|til|to)\s*(?:{_WEEK} )?(?P<b>\d{{1,2}})(?!\d)"
)
FROM = (
    r"(?:f\.?o\.?m\.?|fra og med|frå og med|fra|frå|from|starting|start|oppstart|begynner"
    r"|i perioden|perioden|mellom)"
)
UNTIL = r"(?:t\.?o\.?m\.?|til og med|ut|inkludert|til|until|through|to|-|–)"
_DAY = (
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.?(?:\s?\d{4}|\s?\d{2}(?!\d))?"
    r"|\d{1,2}\.?\s[^\W\d_]{3,}\.?(?:\s\d{4})?)"
)
_THE_WEEK = rf"(?P<week>{_WEEK}\s*\d{{1,2}}(?:\s*/?\s*20\d\d)?)\b"
_MONTH = r"[^\W\d_]{3,9}\.?(?:\s20\d\d)?"
# "september–april".
THROUGH_MONTHS = re.compile(rf"(?:\b{FROM}\s+)?\b(?P<a>{_MONTH})\s*(?:-|–|\btil\b|\bto\b)\s*(?P<b>{_MONTH})")
FROM_WEEK = re.compile(rf"\b{FROM}\s+{_THE_WEEK}")
FROM_DAY = re.compile(rf"\b{FROM}\s+(?:\w+dag\s+)?{_DAY}")
FROM_AT_THE_END = re.compile(rf"\b{FROM}\s*$")
UNTIL_WEEK = re.compile(rf"(?:\b|(?<=\s)){UNTIL}\s*{_THE_WEEK}")
UNTIL_DAY = re.compile(rf"(?:\b|(?<=\s)){UNTIL}\s*(?:\w+dag\s+)?{_DAY}")
EXCEPT = re.compile(r"\b(?:unntatt|unnateke|utenom|utanom|ikke|ikkje|minus|except)\b(?:\s+(?:den|i|på))?")
# Words that carry nothing here.
_IDLE = "og and på den om i dager dagar hver fra frå med the on kl dag day with starting season sesong"
IDLE = frozenset(_IDLE.split(" "))
WORD = re.compile(r"[^\W_]+")
