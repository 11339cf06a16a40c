"""Deliveries of before go into the outbox, and come out of it; rows per language become one package."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from core.mail.outbox.models import OutboxMessage
from newcomers.welcome.content.rendering import main_language
from newcomers.welcome.content.texts import Worth, texts_of
from newcomers.welcome.content.working import drafted, published
from newcomers.welcome.models import (
    Campaign,
    CampaignEdition,
    Contact,
    Delivery,
    PackageStep,
    StepText,
    WelcomePackage,
)
from tests import factories
from tests.migrating import migrate

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
BEFORE, AFTER = ("welcome", "0003_addresses_are_clean"), ("welcome", "0005_deliveries_without_claims")
PER_LANGUAGE = ("welcome", "0007_letter_links")


@pytest.fixture
def forth_again():
    """Whatever a test has migrated back is as it was for the next one."""
    yield
    migrate()


def states(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list("state", "newcomer"))


@pytest.mark.django_db(transaction=True)
def test_deliveries_go_into_the_outbox_and_come_back(forth_again):
    key = uuid4()
    then = migrate([AFTER])
    place = factories.a_municipality().pk
    campaigns = [
        then.get_model("welcome", "Campaign").objects.create(
            municipality_id=place, package_key=key, created_at=NOW
        )
        for _number in range(2)
    ]
    people = [factories.a_newcomer() for _number in range(5)]
    first, second, third, fourth, fifth = (person.pk for person in people)
    # One failed and was reached by the next campaign.
    for campaign, person, state in [
        (campaigns[0], first, "failed"),
        (campaigns[1], first, "sent"),
        (campaigns[0], second, "failed"),
    ]:
        then.get_model("welcome", "Delivery").objects.create(
            campaign=campaign,
            newcomer_id=person,
            package_key=key,
            step="arrival",
            channel="email",
            language="nb",
            state=state,
            reason="" if state == "sent" else "no_such_address",
            sent_at=NOW if state == "sent" else None,
        )

    old = migrate([BEFORE]).get_model("welcome", "Delivery")
    no_such_address = "The mail server says that the address does not take mail."
    assert states(old) == [("failed", None), ("sent", first), ("failed", second)]
    assert set(old.objects.filter(state="failed").values_list("error", flat=True)) == {no_such_address}

    same = {"campaign_id": campaigns[0].pk, "package_key": key, "step": "arrival", "channel": "email"}
    for person, state in [(third, "queued"), (None, "queued"), (fourth, "sending"), (fifth, "failed")]:
        old.objects.create(**same, newcomer_id=person, state=state, language="nb", queued_at=NOW, error="?")

    migrate()
    # A sending of a package that is gone has one to belong to.
    assert {(each.package.public_id, each.step.live) for each in Campaign.objects.all()} == {(key, False)}
    assert list(Delivery.objects.order_by("pk").values_list("state", "reason", "newcomer")) == [
        ("failed", "no_such_address", None),
        ("sent", "", first),
        ("failed", "no_such_address", second),
        ("queued", "", third),
        ("skipped", "gone", None),
        ("unconfirmed", "worker_gone", fourth),
        ("failed", "refused", fifth),
    ]
    waiting = Delivery.objects.queued().get()
    [row] = OutboxMessage.objects.all()
    assert (row.kind, row.about, row.recipient, row.occasion, row.state) == (
        "welcome.package",
        f"delivery:{waiting.pk}",
        f"newcomer:{third}",
        "0",
        "queued",
    )


# --- One package for all languages --------------------------------------------------------------------


def old_body(words: dict[str, str]) -> list[dict]:
    """A body as it was stored: a letter, a person, a checklist of two, a word, what is near."""
    person = {
        "name": "Kari Vert",
        "helps_with": words["helps"],
        "phone": "75 05 80 00",
        "email": "kari@heroy.example",
        "languages": words["languages"],
    }
    items = [{"text": words["first"], "link": "https://a.example/"}, {"text": words["second"], "link": ""}]
    parts = [
        ("letter", {"text": words["letter"], "signature": "Kari", "role": words["role"], "picture": None}),
        ("contacts", {"heading": words["ask"], "contacts": [person]}),
        ("checklist", {"heading": words["week"], "items": items}),
        ("explainer", {"word": "dugnad", "explanation": words["dugnad"]}),
        ("next_events", {"heading": words["next"], "count": 2}),
    ]
    return [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in parts]


KEYS = ("helps", "languages", "first", "second", "letter", "role", "ask", "week", "dugnad", "next")


def words_in(language: str) -> dict[str, str]:
    words = {key: f"{key} ({language})" for key in KEYS}
    words |= {key: f'<p data-block-key="a{language}">{key} ({language})</p>' for key in ("letter", "dugnad")}
    return words | {"languages": {"nb": "norsk, engelsk", "uk": "норвезька, англійська"}.get(language, "")}


class Old:
    """The rows of before, made with the models of before."""

    def __init__(self) -> None:
        factories.a_municipality()
        for language in ("nb", "en", "uk", "ar"):
            factories.a_locale(language)
        self.apps = migrate([PER_LANGUAGE])
        self.Package = self.model("welcome", "WelcomePackage")
        self.key = uuid4()

    def model(self, app: str, name: str):
        return self.apps.get_model(app, name)

    def package(self, language: str, body: list[dict], *, live: bool = True, draft: list[dict] | None = None):
        row = self.Package(
            municipality_id="1818",
            translation_key=self.key,
            locale=self.model("wagtailcore", "Locale").objects.get(language_code=language),
            name="Velkommen",
            subject=f"subject ({language})",
            live=live,
            has_unpublished_changes=draft is not None,
        )
        row.save()
        with connection.cursor() as cursor:
            stored = [json.dumps(body), row.pk]
            cursor.execute("UPDATE welcome_welcomepackage SET body = %s WHERE id = %s", stored)
        row.live_revision = self.revision(row, f"subject ({language})", body) if live else None
        newest = self.revision(row, f"draft ({language})", draft) if draft is not None else row.live_revision
        row.latest_revision = newest
        self.Package.objects.filter(pk=row.pk).update(
            live_revision=row.live_revision, latest_revision=row.latest_revision
        )
        return row

    def revision(self, row, subject: str, body: list[dict]):
        kind, _created = self.model("contenttypes", "ContentType").objects.get_or_create(
            app_label="welcome", model="welcomepackage"
        )
        return self.model("wagtailcore", "Revision").objects.create(
            content_type=kind,
            base_content_type=kind,
            object_id=str(row.pk),
            created_at=NOW,
            object_str="Velkommen",
            content={"pk": row.pk, "subject": subject, "body": json.dumps(body)},
        )

    def campaign(self, rows, newcomer: int):
        campaign = self.model("welcome", "Campaign").objects.create(
            municipality_id="1818", package_key=self.key, created_at=NOW
        )
        for row in rows:
            self.model("welcome", "CampaignEdition").objects.create(
                campaign=campaign, language=row.locale.language_code, revision=row.live_revision
            )
        self.model("welcome", "Delivery").objects.create(
            campaign=campaign,
            newcomer_id=newcomer,
            package_key=self.key,
            step="arrival",
            channel="email",
            language="uk",
            state="sent",
            sent_at=NOW,
        )
        return campaign


@pytest.mark.django_db(transaction=True)
def test_rows_per_language_become_one_package_with_a_step_and_its_translations(forth_again):
    old = Old()
    rows = [old.package(language, old_body(words_in(language))) for language in ("nb", "uk")]
    newcomer = factories.a_newcomer().pk
    campaign = old.campaign(rows, newcomer)
    migrate()

    [package] = WelcomePackage.objects.all()
    assert (package.public_id, package.name, package.kind) == (old.key, "Velkommen", "welcome")
    assert package.all_languages == ["nb", "uk"]
    [step] = package.steps.all()
    assert (step.kind, step.live, step.subject) == ("arrival", True, "subject (nb)")
    # Every text has its translation, and a person's.
    segments = published(step).segments
    assert len(segments) == 10
    texts = texts_of([step])[PackageStep, step.pk]
    assert {texts.of(segment, "uk").worth for segment in segments} == {Worth.HUMAN}
    assert {texts.of(segment, "uk").text for segment in segments} == {
        text for key, text in words_in("uk").items() if key != "languages"
    } | {"subject (uk)"}
    # One person, however many languages they were written in.
    [contact] = Contact.objects.all()
    assert (contact.name, contact.email, contact.languages) == (
        "Kari Vert",
        "kari@heroy.example",
        ["nb", "en"],
    )
    assert step.body[1].value["contacts"][0]["contact"] == contact
    # What was sent is as it was, and whose it was too.
    editions = {each.language: each.content for each in CampaignEdition.objects.all()}
    assert set(editions) == {"nb", "uk"}
    assert main_language(editions["uk"]) == "uk"
    assert editions["uk"]["parts"][0]["text"] == {"html": "<p>letter (uk)</p>", "language": "uk"}
    assert editions["uk"]["parts"][1]["contacts"][0]["languages"] == ["nb", "en"]
    delivery = Delivery.objects.get()
    assert (delivery.package, delivery.step, delivery.newcomer_id) == (package, step, newcomer)
    assert Campaign.objects.get().pk == campaign.pk

    then = migrate([PER_LANGUAGE])
    back = {
        row.locale.language_code: row for row in then.get_model("welcome", "WelcomePackage").objects.all()
    }
    assert {code: row.subject for code, row in back.items()} == {"nb": "subject (nb)", "uk": "subject (uk)"}
    assert {row.translation_key for row in back.values()} == {old.key}
    assert then.get_model("welcome", "Delivery").objects.get().package_key == old.key
    assert then.get_model("welcome", "CampaignEdition").objects.filter(revision=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_built_otherwise_or_was_never_published_is_kept_as_a_draft_of_its_own(forth_again):
    old = Old()
    old.package("nb", old_body(words_in("nb")), draft=old_body(words_in("new")))
    old.package("en", old_body(words_in("en"))[:3])
    old.package("uk", old_body(words_in("uk")), live=False)
    # As wagtail-localize begins a translation: nobody has written anything.
    old.package("ar", old_body(words_in("nb")), live=False)
    old.Package.objects.filter(locale__language_code="ar").update(subject="subject (nb)")
    migrate()

    packages = {package.name: package for package in WelcomePackage.objects.all()}
    assert set(packages) == {"Velkommen", "Velkommen (en)", "Velkommen (uk)"}
    assert not StepText.objects.exists()
    main = packages["Velkommen"].steps.get()
    assert (main.live, main.has_unpublished_changes) == (True, True)
    assert (drafted(main).subject, published(main).subject) == ("draft (nb)", "subject (nb)")
    for code in ("en", "uk"):
        kept = packages[f"Velkommen ({code})"].steps.get()
        assert (kept.live, kept.package.language, kept.subject) == (False, code, f"subject ({code})")
        assert f"letter ({code})" in kept.body[0].value["text"].source
