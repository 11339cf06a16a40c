"""The portal's pages for those who write: packages, steps, people to contact, and the county's sections."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from newcomers.models import WelcomeSettings
from newcomers.welcome.content.working import drafted
from newcomers.welcome.models import Contact, PackageStep, SharedSection, StepText, WelcomePackage
from organisations.roles import Role
from organisations.tenancy.grants import grant_role
from tests import factories


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


def at(name: str, *args) -> str:
    return "/en" + reverse(name, args=args)[3:]


def a_file() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(content, "PNG")
    return SimpleUploadedFile("a.png", content.getvalue(), content_type="image/png")


def new_package(**fields) -> dict:
    return {
        "name": "Velkommen",
        "kind": "welcome",
        "language": "nb",
        "languages": ["nn", "en", "uk", "prs"],
        "begin": "texts",
        **fields,
    }


def test_new_package_is_made_once_with_texts_to_begin_with(as_host, heroy):
    page = as_host.get(at("package_new", "1818"))
    assert page.status_code == 200
    number = {"form_number": "0" * 32}
    for _press in range(2):
        answer = as_host.post(at("package_new", "1818"), new_package(**number))
        page, _hash, place = answer["Location"].partition("#")
        assert page == reverse("package_list", args=["1818"]).replace("/nb/", "/en/")
    package = WelcomePackage.objects.get()
    assert place == f"package-{package.pk}"
    assert f'id="{place}"' in as_host.get(page).content.decode()
    assert package.languages == ["nn", "en", "uk", "prs"]
    assert package.steps.count() == 5
    shown = as_host.get(at("package_list", "1818")).content.decode()
    assert "After 12 months" in shown
    assert "Dari" in shown
    assert shown.count("Translated<") == 10


def test_message_has_one_step(as_host, heroy):
    as_host.post(at("package_new", "1818"), new_package(kind="message"))
    assert PackageStep.objects.get().kind == "message"


def test_first_package_goes_by_itself_where_that_was_chosen_before_there_was_one(as_host, heroy):
    """Another one, or a message, does not: that is said for each."""
    WelcomeSettings.objects.create(municipality=heroy, goes_by_itself=True)
    for kind in ("message", "welcome", "welcome"):
        as_host.post(at("package_new", "1818"), new_package(kind=kind))
    packages = WelcomePackage.objects.order_by("pk")
    assert [package.by_itself_since is not None for package in packages] == [False, True, False]


def test_texts_of_another_municipality_are_copied_when_it_has_published_them(as_host, heroy):
    there = factories.a_municipality("1515", "Der borte", is_active=True)
    public = factories.a_step(municipality=there, name="Deres")
    hidden = factories.a_step(municipality=factories.a_municipality("1516", is_active=True), live=False)
    page = as_host.get(at("package_new", "1818")).content.decode()
    assert "Der borte" in page
    assert f'value="{hidden.package_id}"' not in page
    # What they call it is their own.
    assert "Deres" not in page
    asked = new_package(begin="copy", copied=hidden.package_id)
    assert as_host.post(at("package_new", "1818"), asked).status_code == 200
    as_host.post(at("package_new", "1818"), new_package(begin="copy", copied=public.package_id))
    [step] = PackageStep.objects.filter(package__municipality="1818")
    assert (step.live, step.subject, step.package.name) == (False, "Deres", "Velkommen")


def test_step_is_added_as_a_draft_and_not_twice(as_host, heroy, step):
    address = at("step_new", step.package_id)
    answer = as_host.post(address, {"kind": "month_1"})
    new = PackageStep.objects.get(kind="month_1")
    assert answer["Location"] == f"/admin/snippets/welcome/packagestep/edit/{new.pk}/"
    assert (new.live, new.subject) == (False, "Hvordan går det i Herøy?")
    as_host.post(address, {"kind": "month_1"})
    as_host.post(address, {"kind": "days"})
    as_host.post(address, {"kind": "days", "after_days": "10"})
    as_host.post(address, {"kind": "days", "after_days": "10"})
    assert [each.kind for each in step.package.steps.in_order()] == ["arrival", "days", "month_1"]


def test_languages_are_changed_and_what_is_translated_is_kept(as_host, step):
    address = at("package_settings", step.package_id)
    assert as_host.get(address).status_code == 200
    as_host.post(address, {"name": "Ny", "languages": ["pl"]})
    package = WelcomePackage.objects.get()
    assert (package.name, package.all_languages) == ("Ny", ["nb", "pl"])
    assert StepText.objects.filter(language="uk").exists()


def test_explained_word_is_put_into_the_draft(as_host, step):
    as_host.post(at("step_explainer", step.pk), {"word": "nødnummer"})
    step = PackageStep.objects.select_related("latest_revision").get(pk=step.pk)
    assert drafted(step).body[-1]["value"]["word"] == "nødnummer"
    assert as_host.post(at("step_explainer", step.pk), {"word": "tull"}).status_code == 302


def test_contact_is_added_changed_and_deleted(as_host, heroy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = {
        "name": "Kari",
        "phone": "900 00 000",
        "email": "kari@heroy.example",
        "languages": "norsk, tigrinja",
    }
    assert as_host.get(at("contact_new", "1818")).status_code == 200
    as_host.post(at("contact_new", "1818"), {**data, "picture": a_file()})
    contact = Contact.objects.get()
    assert (contact.phone, contact.languages) == ("+4790000000", ["nb", "ti"])
    assert contact.picture is not None
    page = as_host.get(at("package_contacts", "1818")).content.decode()
    assert "Kari" in page
    assert "Tigrinya" in page
    edit = at("contact_edit", contact.pk)
    assert "Tigrinya" in as_host.get(edit).content.decode()
    answer = as_host.post(edit, {**data, "languages": "klingonspråket"}).content.decode()
    assert "We do not know the language" in answer
    as_host.post(edit, {**data, "phone": "900 00 001"})
    contact.refresh_from_db()
    assert (contact.phone, contact.picture is None) == ("+4790000001", False)
    assert as_host.get(at("contact_delete", contact.pk)).status_code == 200
    assert Contact.objects.exists()
    as_host.post(at("contact_delete", contact.pk))
    assert not Contact.objects.exists()


def test_coat_of_arms_is_the_municipalitys(as_host, heroy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert as_host.get(at("package_crest", "1818")).status_code == 200
    as_host.post(at("package_crest", "1818"), {"crest": a_file()})
    heroy.refresh_from_db()
    assert heroy.crest is not None


def test_county_editor_writes_a_section_and_its_translation(client, heroy):
    user = factories.a_user("Fylkets redaktør")
    grant_role(user=user, role=Role.COUNTY_EDITOR, region=heroy.county)
    client.force_login(user)
    county = heroy.county.slug
    data = {
        "heading": "Fylket",
        "text": "**Hei**",
        "language": "nb",
        "languages": ["uk", "nb"],
        "is_on": "on",
    }
    assert client.get(at("section_new", county)).status_code == 200
    client.post(at("section_new", county), data)
    section = SharedSection.objects.get()
    assert (section.text, section.languages) == ("<p><b>Hei</b></p>", ["uk"])
    assert "Fylket" in client.get(at("section_list", county)).content.decode()
    assert client.get(at("section_edit", section.pk)).status_code == 200
    page = client.get(at("section_translate", section.pk, "uk"))
    [heading, _text] = page.context["boxes"]
    sent = {"path": "heading", "source_hash": heading.segment.hash, "seen": heading.seen, "text": "Фюльке"}
    client.post(at("section_translate", section.pk, "uk"), sent)
    assert StepText.objects.get().section == section
    client.post(at("section_edit", section.pk), {**data, "heading": "Nytt"})
    assert (
        "The original was changed" in client.get(at("section_translate", section.pk, "uk")).content.decode()
    )


def test_host_does_not_write_the_countys_sections(as_host, heroy):
    section = SharedSection.objects.create(county=heroy.county, heading="Fylket", text="<p>Hei</p>")
    pages = [at("section_list", heroy.county.slug), at("section_edit", section.pk)]
    assert {as_host.get(page).status_code for page in pages} == {404}


def test_package_of_another_municipality_is_copied_by_the_form(as_host, heroy):
    """The texts that it has published, as drafts."""
    bodo = factories.a_municipality("1804", "Bodø")
    step = factories.a_step(municipality=bodo, subject="Velkommen til Bodø", body=[], live=False)
    step.save_revision().publish()
    data = new_package(begin="copy", copied=str(step.package_id), name="Fra Bodø")
    answer = as_host.post(at("package_new", "1818"), data, follow=True)
    made = WelcomePackage.objects.get(municipality=heroy)
    assert answer.redirect_chain[0][0].endswith(f"#package-{made.pk}")
    assert (made.name, [step.live for step in made.steps.all()]) == ("Fra Bodø", [False])
    assert "Velkommen til Bodø" in answer.content.decode()
