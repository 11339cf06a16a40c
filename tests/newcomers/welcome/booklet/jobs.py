"""People who are to have it on paper, and what a host has made for them."""

from django.utils import timezone

from newcomers.welcome.booklet import services
from newcomers.welcome.booklet.models import PrintJob
from newcomers.welcome.models import Campaign, CampaignEdition, Delivery
from tests import factories

CHINESE = "欢迎来到这里，我们很高兴认识你。"


def on_paper(campaign: Campaign, number: int = 1, language: str = "nb", **fields) -> list[Delivery]:
    return [
        factories.a_booklet(
            campaign,
            factories.a_newcomer(
                municipality=campaign.municipality, name=f"Person {language} {each}", **fields
            ),
            language,
        )
        for each in range(number)
    ]


def ordered(campaign: Campaign, deliveries: list[Delivery], **fields) -> PrintJob:
    return services.order_booklets(
        municipality=campaign.municipality,
        deliveries=[each.pk for each in deliveries],
        sheet="70x37",
        user=None,
        now=timezone.now(),
        **fields,
    )


def in_chinese(campaign: Campaign) -> None:
    content = CampaignEdition.objects.get(campaign=campaign, language="nb").content
    letter = next(part for part in content["parts"] if part["type"] == "letter")
    letter = {**letter, "text": {"html": f"<p>{CHINESE * 20}</p>", "language": "zh-hans"}}
    content = {**content, "language": "zh-hans", "parts": [letter]}
    CampaignEdition.objects.create(campaign=campaign, language="zh-hans", content=content)
