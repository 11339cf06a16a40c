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

__all__ = [
    "Campaign",
    "CampaignEdition",
    "CampaignQuerySet",
    "Contact",
    "ContactQuerySet",
    "Delivery",
    "DeliveryQuerySet",
    "LetterLink",
    "LetterLinkQuerySet",
    "PackageStep",
    "PackageStepQuerySet",
    "SharedSection",
    "SharedSectionQuerySet",
    "StepText",
    "WelcomePackage",
    "WelcomePackageQuerySet",
    "reason_choices",
]
