"""Rows about people end by themselves, with a log that names nobody."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Revision, UploadedFile

from core import privacy, tasks
from core.mail.bounces.models import MailReport
from core.models import Purge
from core.privacy import purge
from core.sms.models import NumberMark, SentText
from events.besides.models import HelpWanted, OwnAnswer, WantsToBeMet
from events.confirming.models import Question
from events.door.models import Tick
from events.exchange.models import Upload
from events.follows.models import DateMessage, Follow
from events.lending.models import Loan
from events.models.reports import Report
from events.signups.models import Signup, SignupAccess, SignupReading
from newcomers.models import ForgottenAddress, Newcomer, PeopleUpload, PostalAddress, WelcomeRequest
from newcomers.welcome.booklet.models import PrintPiece
from newcomers.welcome.models.links import LetterLink
from newcomers.welcome.models.steps import Answer, AskedLater, CompanyWish
from organisations.joining.models import Application
from organisations.models import Invitation, StaffInvitation, Substitution
from tests import factories

pytestmark = pytest.mark.django_db


def test_personal_models_each_name_a_stated_purpose():
    slugs = {purpose.slug for purpose in privacy.PURPOSES}
    assert set(purge.personal_models()) == {
        Signup,
        OwnAnswer,
        HelpWanted,
        WantsToBeMet,
        Loan,
        Tick,
        Follow,
        DateMessage,
        Question,
        Newcomer,
        LetterLink,
        Answer,
        AskedLater,
        CompanyWish,
        PrintPiece,
        ForgottenAddress,
        PostalAddress,
        WelcomeRequest,
        NumberMark,
        MailReport,
        SentText,
        SignupAccess,
        SignupReading,
        Invitation,
        StaffInvitation,
        Substitution,
        Upload,
        PeopleUpload,
        Report,
        Application,
    }
    assert {model.purpose for model in purge.personal_models()} <= slugs


def test_purge_expired_deletes_only_what_has_passed_its_end():
    now = timezone.now()
    over = factories.a_newcomer(expires_at=now - timedelta(seconds=1))
    kept = factories.a_newcomer(expires_at=now + timedelta(days=1))
    assert purge.purge_expired(now=now) == 1
    assert list(Newcomer.objects.all()) == [kept]
    (line,) = Purge.objects.all()
    assert (line.model, line.purpose, line.count) == ("newcomers.Newcomer", "welcome", 1)
    assert over.email not in str(vars(line))


def test_purge_expired_of_nothing_logs_nothing():
    assert purge.purge_expired(now=timezone.now()) == 0
    assert not Purge.objects.exists()


def test_what_stood_on_a_page_before_ends_and_what_is_shown_stays(settings, heroy):
    now = timezone.now()
    event = factories.an_event()
    first, published, latest = event.save_revision(), event.save_revision(), event.save_revision()
    published.publish()
    young = factories.an_event("Turgruppe")
    young_ones = [young.save_revision(), young.save_revision()]
    old = now - timedelta(days=31 * (settings.VERSIONS_RETENTION_MONTHS + 1))
    Revision.objects.exclude(pk__in=[row.pk for row in young_ones]).update(created_at=old)
    assert purge.end_old_versions(now=now) == 1
    assert set(Revision.objects.all()) == {published, latest, *young_ones}
    assert not Revision.objects.filter(pk=first.pk).exists()
    line = Purge.objects.get()
    assert (line.model, line.purpose, line.count) == ("wagtailcore.Revision", "contact", 1)


def test_unfinished_work_in_the_admin_ends_after_a_day(editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    about = {"content_type": ContentType.objects.get_for_model(Newcomer), "object_id": "", "user": editor}
    kept, over = (
        FormState.objects.create(data="title=Kari", parent_object_id="", last_updated_at=when, **about)
        for when in (now - timedelta(hours=23), now - timedelta(hours=25))
    )
    upload = UploadedFile.objects.create(file=ContentFile(b"x", "a.png"), uploaded_by_user=editor)
    purge.end_unfinished_work(now=now)
    assert list(FormState.objects.all()) == [kept]
    assert not FormState.objects.filter(pk=over.pk).exists()
    assert list(UploadedFile.objects.all()) == [upload]
    purge.end_unfinished_work(now=now + timedelta(hours=25))
    assert not UploadedFile.objects.exists()
    assert not list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize("model", purge.personal_models(), ids=lambda model: model._meta.label)
def test_nothing_keeps_the_nightly_job_from_any_row(model):
    """Every row is seen by the manager that the job asks, and no other row forbids its end."""
    assert not model._default_manager.all().query.where
    holding = [
        relation.related_model._meta.label
        for relation in model._meta.related_objects
        if getattr(relation, "on_delete", None) in (models.PROTECT, models.RESTRICT)
    ]
    assert holding == []
    assert not model._meta.proxy


def test_the_job_says_how_many_and_not_who(caplog):
    now = timezone.now()
    over = factories.a_newcomer("olena@example.org", expires_at=now - timedelta(seconds=1))
    factories.a_signup(name="Olena", email="olena@example.org", expires_at=now - timedelta(seconds=1))
    tasks.purge_expired()
    said = " ".join(str(record.__dict__) for record in caplog.records)
    assert "olena" not in said.lower()
    assert over.name not in said
    assert {line.model: line.count for line in Purge.objects.all()} == {
        "newcomers.Newcomer": 1,
        "signups.Signup": 1,
    }
