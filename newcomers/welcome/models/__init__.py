"""What is sent (`WelcomePackage` and its steps), a sending (`Campaign`), and one step to one person
(`Delivery`)."""

from newcomers.welcome.models.links import LetterLink, LetterLinkQuerySet
from newcomers.welcome.models.packages import (
    Contact,
    ContactQuerySet,
    PackageStep,
    PackageStepQuerySet,
    SharedSection,
    SharedSectionQuerySet,
    StepText,
    WelcomePackage,
    WelcomePackageQuerySet,
)
from newcomers.welcome.models.sendings import (
    Campaign,
    CampaignEdition,
    CampaignQuerySet,
    Delivery,
    DeliveryQuerySet,
    reason_choices,
)
from newcomers.welcome.models.steps import Answer, AskedLater, CompanyWish, Journey, StepHold

__all__ = [
    "Answer",
    "AskedLater",
    "Campaign",
    "CampaignEdition",
    "CampaignQuerySet",
    "CompanyWish",
    "Contact",
    "ContactQuerySet",
    "Delivery",
    "DeliveryQuerySet",
    "Journey",
    "LetterLink",
    "LetterLinkQuerySet",
    "PackageStep",
    "PackageStepQuerySet",
    "SharedSection",
    "SharedSectionQuerySet",
    "StepHold",
    "StepText",
    "WelcomePackage",
    "WelcomePackageQuerySet",
    "reason_choices",
]
