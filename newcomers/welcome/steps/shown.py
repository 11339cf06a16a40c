"""What stands on somebody's page beside the letter itself: every step so far, and what they have answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core.world_languages import nearest
from newcomers.models import Newcomer
from newcomers.welcome.models import Answer, CampaignEdition, Delivery, Journey, PackageStep


@dataclass(frozen=True)
class SentStep:
    """One letter that they have been sent. `subject` is {"text", "language"}."""

    delivery: Delivery
    subject: dict[str, str]
    at: datetime
    is_open: bool


def sent_steps(newcomer: Newcomer, opened: Delivery, *, language: str) -> list[SentStep]:
    """Every letter so far, the latest first; each once, whichever way it came. Two queries."""
    rows = Delivery.objects.had().filter(newcomer=newcomer).select_related("campaign").order_by("-pk")
    deliveries = list(rows)
    subjects = _subjects({delivery.campaign_id for delivery in deliveries})
    found: dict[int, SentStep] = {}
    for delivery in deliveries:
        known = subjects[delivery.campaign_id]
        subject = known[nearest(known, language) or delivery.language]
        at = delivery.sent_at or delivery.campaign.created_at
        shown = SentStep(delivery, subject, at, delivery.step_id == opened.step_id)
        found.setdefault(delivery.step_id, shown)
    return list(found.values())


def _subjects(campaigns: Collection[int]) -> dict[int, dict[str, dict[str, str]]]:
    """{campaign: {language: its subject}}, without the letters themselves."""
    found: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    rows = CampaignEdition.objects.filter(campaign__in=campaigns).order_by("pk")
    for campaign, language, subject in rows.values_list("campaign", "language", "content__subject"):
        found[campaign][language] = subject
    return found


def opened_of(newcomer: Newcomer, wanted: str, otherwise: Delivery) -> Delivery:
    """The letter of step `wanted` (digits, as they came), where they have been sent it, else `otherwise`."""
    if not (wanted.isascii() and wanted.isdigit()) or len(wanted) > 18:
        return otherwise
    rows = Delivery.objects.had().filter(newcomer=newcomer, step=int(wanted))
    return rows.select_related("campaign", "step").order_by("-pk").first() or otherwise


def answers_of(newcomer: Newcomer, step: PackageStep | None) -> dict[str, Answer]:
    """{question: their answer to the letter of `step`}"""
    asked = {"", step.kind} if step else {""}
    rows = Answer.objects.filter(newcomer=newcomer, asked_in__in=asked).order_by("asked_in", "pk")
    return {row.question: row for row in rows}


def is_more_to_come(newcomer: Newcomer) -> bool:
    """Whether anything more comes by itself."""
    return Journey.objects.filter(newcomer=newcomer, due_at__isnull=False).exists()
