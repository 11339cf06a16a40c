"""What can be printed, asked before anything is: no fonts have letters for every script."""

from collections import defaultdict
from collections.abc import Collection

from core.typesetting.signs import MISSING, Replaced
from core.world_languages import nearest
from newcomers.welcome.booklet.sources import is_printable, signs
from newcomers.welcome.content.resolving import Content
from newcomers.welcome.models import CampaignEdition

# (campaign, language), as a delivery has them.
Pair = tuple[int, str]


class OnPaper:
    """In which language each of some booklets is printed, and what of it not as it was written. One query."""

    def __init__(self, pairs: Collection[Pair]) -> None:
        self._pairs = set(pairs)
        self._contents: dict[int, dict[str, Content]] = defaultdict(dict)
        rows = CampaignEdition.objects.filter(campaign__in={campaign for campaign, _language in pairs})
        for row in rows.order_by("pk"):
            self._contents[row.campaign_id][row.language] = row.content
        self._languages = {pair: self._chosen(*pair) for pair in self._pairs}

    def language(self, campaign: int, language: str) -> str:
        """`language`, or the nearest of the campaign's whose script there is a font for: "zh-hans" → "en"."""
        return self._languages[campaign, language]

    def _chosen(self, campaign: int, language: str) -> str:
        editions = self._contents[campaign]
        if language not in editions or is_printable(editions[language]):
            return language
        return nearest([code for code in editions if is_printable(editions[code])], language) or language

    def replaced(self) -> list[Replaced]:
        """Signs of their texts that are printed otherwise, or left out; each once."""
        printed = {(campaign, code) for (campaign, _own), code in self._languages.items()}
        found = {
            each.sign: each
            for campaign, code in sorted(printed)
            for each in signs().replaced(self._contents[campaign].get(code, {}))
        }
        return list(found.values())


def name_on_paper(name: str) -> str:
    """`name` where fonts have its letters, else "": nobody is greeted as "??", and a hand can write it."""
    return "" if signs().text(name).count(MISSING) > name.count(MISSING) else name
