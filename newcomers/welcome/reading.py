"""In which language somebody reads their package on the web, and in which others there is one.

The site's pages are in a few languages, a package in more: what stands around it is in the nearest.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from core.languages import language_name
from core.links import personal_url
from core.world_languages import site_language
from newcomers.welcome.content.resolving import Content
from newcomers.welcome.editions import best_of
from newcomers.welcome.links import PersonalLink
from newcomers.welcome.models import CampaignEdition, Delivery


@dataclass(frozen=True)
class Choice:
    """A language that the package can be read in: its name in itself, and the address of the page in it."""

    code: str
    name: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Reading:
    """What the reader wants (any code), what they get of it, and the languages that there are."""

    language: str
    content: Content
    choices: list[Choice]


def reading_of(link: PersonalLink, delivery: Delivery, *, wanted: str, address: str) -> Reading:
    """`wanted` is what was chosen, as it came; `address` the site's language that the page's address has.

    Without a choice it is the person's own language on the pages that their link leads to, and else that of
    the address, which they have chosen in the site's menu. One query.
    """
    editions = list(CampaignEdition.objects.filter(campaign=delivery.campaign_id).order_by("pk"))
    codes = [edition.language for edition in editions]
    newcomer = link.newcomer
    if wanted in codes and site_language(wanted) == address:
        language = wanted
    else:
        language = newcomer.language if newcomer.page_language == address else address
    choices = [_choice(code, code == language, link.token, delivery) for code in codes]
    return Reading(language, best_of(editions, language).content, choices)


def _choice(code: str, is_chosen: bool, token: str, delivery: Delivery) -> Choice:
    page = personal_url("package_page", token, language=site_language(code))
    query = urlencode({"language": code, "step": delivery.step_id})
    return Choice(code, language_name(code), f"{page}?{query}", is_chosen)
