"""One row per language becomes one package with one step; nothing that a person has written is lost.

A package is written in the language of its oldest published row. What the other rows say becomes translations,
text by text, where they are built alike; what is built otherwise, or was never published, becomes a draft
package of its own. People to contact become rows, one a person. What campaigns have sent becomes plain JSON.
"""

import hashlib
import json
import re
import uuid

from babel import Locale
from django.db import migrations
from django.utils import timezone

TRANSLATED = {
    "letter": {"text": "rich", "role": "line"},
    "contacts": {"heading": "line", "contacts": {"helps_with": "line"}},
    "checklist": {"heading": "line", "items": {"text": "line"}},
    "explainer": {"explanation": "rich"},
    "next_events": {"heading": "line"},
}
BLOCK_KEY = re.compile(r"\sdata-block-key=\"[^\"]*\"")
LANGUAGES = ("nb", "nn", "en", "uk", "ar")
# What people call languages beside CLDR's names.
OURS = {
    "norsk": "nb",
    "norwegian": "nb",
    "норвезька": "nb",
    "النرويجية": "nb",
    "bokmål": "nb",
    "nynorsk": "nn",
}
PUBLISHED = ("live", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired")


def names_of_languages():
    names = {}
    for reader in LANGUAGES:
        for code, name in Locale.parse(reader).languages.items():
            if code.isalpha() and code.islower():
                names.setdefault(name.casefold(), "nb" if code == "no" else code)
    return {**names, **OURS}


def hash_of(text):
    return hashlib.sha256(BLOCK_KEY.sub("", text).strip().encode()).hexdigest()


def rows_of(value):
    """[(id, value)] of a list, as Wagtail stores it now or stored it once."""
    return [
        (str(row.get("id") or number), row["value"])
        if isinstance(row, dict) and row.get("type") == "item"
        else (str(number), row)
        for number, row in enumerate(value or [])
    ]


def with_ids(body):
    """Every part and every row of a list with a number of its own: paths are made of them."""
    made = []
    for part in body:
        value = dict(part["value"]) if isinstance(part["value"], dict) else part["value"]
        if isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, list):
                    value[name] = [
                        {"type": "item", "value": row, "id": key if len(key) > 8 else str(uuid.uuid4())}
                        for key, row in rows_of(inner)
                    ]
        made.append({"type": part["type"], "value": value, "id": part.get("id") or str(uuid.uuid4())})
    return made


def texts_in(value, fields, prefix):
    for name, kind in fields.items():
        if isinstance(kind, dict):
            for key, row in rows_of(value.get(name)):
                yield from texts_in(row, kind, f"{prefix}.{name}.{key}")
        else:
            yield f"{prefix}.{name}", str(value.get(name) or "")


def texts_of(subject, body):
    """[(path, text)] in the order in which they are read."""
    found = [("subject", subject or "")]
    for part in body:
        found += texts_in(part["value"], TRANSLATED.get(part["type"], {}), part["id"])
    return found


def shape_of(body):
    """What two bodies must share for their texts to belong together, one by one."""
    return [
        (part["type"], *(len(each) for each in part["value"].values() if isinstance(each, list)))
        for part in body
    ]


def as_stored(value):
    return json.loads(value) if isinstance(value, str) else (value or [])


class Contacts:
    """One row a person and municipality, whatever language they were written in."""

    def __init__(self, model, names):
        self.model, self.names, self.made = model, names, {}

    def of(self, municipality, value):
        """(the person's row, words about their languages that we do not know)."""
        codes, unknown = self.languages(str(value.get("languages") or ""))
        name, phone, email = (str(value.get(key) or "").strip() for key in ("name", "phone", "email"))
        key = municipality, name.casefold(), re.sub(r"\D", "", phone)[-8:], email.casefold()
        if key not in self.made:
            self.made[key] = self.model.objects.create(
                municipality_id=municipality,
                name=name or email or phone or "?",
                phone=phone[:20],
                email=email,
                languages=codes,
            )
        return self.made[key], unknown

    def languages(self, words):
        codes, unknown = [], []
        for word in re.split(r"[,;/،·]|\sog\s|\sand\s|\sта\s|\sі\s|\sو", words):
            code = self.names.get(word.strip().casefold())
            if code:
                codes.append(code)
            elif word.strip():
                unknown.append(word.strip())
        return list(dict.fromkeys(codes)), ", ".join(unknown)


def with_contacts(municipality, body, contacts):
    """The body with each person as a reference to their row."""
    made = []
    for part in body:
        if part["type"] == "contacts":
            rows = []
            for key, row in rows_of(part["value"].get("contacts")):
                person, unknown = contacts.of(municipality, row)
                helps = str(row.get("helps_with") or "")
                helps = f"{helps} ({unknown})" if unknown else helps
                rows.append(
                    {"type": "item", "value": {"contact": person.pk, "helps_with": helps[:200]}, "id": key}
                )
            part = {**part, "value": {**part["value"], "contacts": rows}}
        made.append(part)
    return made


def content_of(language, subject, body, pictures, contacts):
    """A frozen text as plain JSON, in the form that campaigns send."""

    def said(text):
        return {"text": str(text or ""), "language": language}

    def html(text):
        return {"html": expanded(str(text or "")), "language": language}

    parts = []
    for part in body:
        kind, value = part["type"], part["value"]
        if kind == "letter":
            number = value.get("picture")
            signature = str(value.get("signature") or "")
            alt = pictures.get(number)
            parts.append(
                {
                    "type": kind,
                    "text": html(value.get("text")),
                    "signature": signature,
                    "role": said(value.get("role")),
                    "picture": {"id": number, "alt": alt or signature} if number in pictures else None,
                }
            )
        elif kind == "contacts":
            shown = []
            for _key, row in rows_of(value.get("contacts")):
                codes, unknown = contacts.languages(str(row.get("languages") or ""))
                helps = str(row.get("helps_with") or "")
                shown.append(
                    {
                        "name": str(row.get("name") or ""),
                        "helps_with": said(f"{helps} ({unknown})" if unknown else helps),
                        "phone": str(row.get("phone") or ""),
                        "email": str(row.get("email") or ""),
                        "languages": codes,
                        "picture": None,
                    }
                )
            parts.append({"type": kind, "heading": said(value.get("heading")), "contacts": shown})
        elif kind == "checklist":
            items = [
                {"text": said(row.get("text")), "link": str(row.get("link") or "")}
                for _key, row in rows_of(value.get("items"))
            ]
            parts.append({"type": kind, "heading": said(value.get("heading")), "items": items})
        elif kind == "explainer":
            word = str(value.get("word") or "")
            parts.append({"type": kind, "word": word, "explanation": html(value.get("explanation"))})
        elif kind == "next_events":
            count = int(value.get("count") or 3)
            parts.append({"type": kind, "heading": said(value.get("heading")), "count": count})
    return {"language": language, "subject": said(subject), "parts": parts}


def expanded(html):
    from wagtail.rich_text import expand_db_html

    return BLOCK_KEY.sub("", expand_db_html(html))


def to_packages(apps, schema_editor):
    Move(apps).forwards()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Move:
    def __init__(self, apps):
        self.Package = apps.get_model("welcome", "WelcomePackage")
        self.Step = apps.get_model("welcome", "PackageStep")
        self.Text = apps.get_model("welcome", "StepText")
        self.Campaign = apps.get_model("welcome", "Campaign")
        self.Edition = apps.get_model("welcome", "CampaignEdition")
        self.Delivery = apps.get_model("welcome", "Delivery")
        self.Revision = apps.get_model("wagtailcore", "Revision")
        self.ContentType = apps.get_model("contenttypes", "ContentType")
        self.contacts = Contacts(apps.get_model("welcome", "Contact"), names_of_languages())
        self.pictures = dict(apps.get_model("core", "Picture").objects.values_list("pk", "description"))
        self.apps = apps
        self.now = timezone.now()

    def forwards(self):
        self.freeze_editions()
        groups = {}
        rows = self.Package.objects.select_related("locale", "live_revision", "latest_revision")
        for row in rows.order_by("pk"):
            groups.setdefault(row.translation_key, []).append(row)
        for rows in groups.values():
            self.one_package(rows)
        self.sent_without_a_package()
        self.forget_old_versions()

    # --- What campaigns have sent ---------------------------------------------------------------------

    def freeze_editions(self):
        for edition in self.Edition.objects.select_related("revision"):
            stored = edition.revision.content
            body = with_ids(as_stored(stored.get("body")))
            edition.content = content_of(
                edition.language, stored.get("subject"), body, self.pictures, self.contacts
            )
            edition.save(update_fields=["content"])
        self.Edition.objects.update(revision=None)

    # --- What is written ------------------------------------------------------------------------------

    def one_package(self, rows):
        main = next((row for row in rows if row.live), rows[0])
        others = [row for row in rows if row.pk != main.pk]
        language = main.locale.language_code
        body = with_ids(as_stored(main.body))
        step = self.package_of(main, language, body)
        package = step.package
        package.public_id = main.translation_key
        for row in others:
            code = row.locale.language_code
            if not row.live or not self.translated(step, main.subject, body, row, code):
                self.kept_apart(row, code, main, body)
            else:
                self.draft_beside(row, code)
            if code not in package.languages:
                package.languages.append(code)
        package.save()
        sendings = {"package_key": main.translation_key}
        self.Campaign.objects.filter(**sendings).update(package=package, step=step)
        self.Delivery.objects.filter(**sendings).update(package=package, step=step)
        self.Package.objects.filter(pk__in=[row.pk for row in others]).delete()

    def package_of(self, row, language, body):
        """`row` itself becomes the package; what it said, its step."""
        row.kind, row.language, row.languages = "welcome", language, []
        row.save()
        stored = with_contacts(row.municipality_id, body, self.contacts)
        step = self.Step.objects.create(
            package=row,
            kind="arrival",
            subject=row.subject or row.name,
            body=stored,
            locked=row.locked,
            locked_at=row.locked_at,
            locked_by_id=row.locked_by_id,
            has_unpublished_changes=row.has_unpublished_changes,
            **{name: getattr(row, name) for name in PUBLISHED},
        )
        self.Step.objects.filter(pk=step.pk).update(last_published_at=row.last_published_at)
        newest = row.latest_revision
        if newest is not None and row.has_unpublished_changes:
            drafted = with_contacts(
                row.municipality_id, with_ids(as_stored(newest.content.get("body"))), self.contacts
            )
            self.revision_of(step, newest, newest.content.get("subject") or step.subject, drafted)
        return step

    def revision_of(self, step, old, subject, body):
        """The draft of before, as the newest version of the step."""
        content_type, _created = self.ContentType.objects.get_or_create(
            app_label="welcome", model="packagestep"
        )
        revision = self.Revision.objects.create(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(step.pk),
            created_at=old.created_at,
            user_id=old.user_id,
            object_str=step.subject,
            content={
                "pk": step.pk,
                "package": step.package_id,
                "kind": step.kind,
                "after_days": None,
                "from_hour": step.from_hour,
                "to_hour": step.to_hour,
                "is_on": True,
                "subject": subject,
                "body": json.dumps(body),
                "live": step.live,
                "has_unpublished_changes": True,
                "locked": step.locked,
                "expired": step.expired,
            },
        )
        self.Step.objects.filter(pk=step.pk).update(latest_revision=revision)

    def translated(self, step, subject, body, row, code):
        """Whether the texts of `row` belong to those of the step, one by one; then they are kept as such."""
        theirs = with_ids(as_stored(row.body))
        if shape_of(theirs) != shape_of(body):
            return False
        pairs = zip(texts_of(subject, body), texts_of(row.subject, theirs), strict=True)
        self.Text.objects.bulk_create(
            self.Text(
                step=step,
                language=code,
                path=path,
                source_hash=hash_of(source),
                text=text,
                state="human",
                changed_at=row.last_published_at or self.now,
            )
            for (path, source), (_path, text) in pairs
            if source.strip() and text.strip() and text != source
        )
        return True

    def kept_apart(self, row, code, main, body):
        """A draft, or built otherwise: a draft package of its own, unless it only repeats the source."""
        newest = row.latest_revision.content if row.latest_revision else {}
        subject = newest.get("subject") or row.subject
        theirs = with_ids(as_stored(newest.get("body") or row.body))
        said = [text for _path, text in texts_of(subject, theirs)]
        if said == [text for _path, text in texts_of(main.subject, body)]:
            return
        self.apart(row, code, subject, theirs)

    def draft_beside(self, row, code):
        """What was being drafted in a language, beside what is published."""
        if row.has_unpublished_changes and row.latest_revision:
            newest = row.latest_revision.content
            self.apart(
                row, code, newest.get("subject") or row.subject, with_ids(as_stored(newest.get("body")))
            )

    def apart(self, row, code, subject, body):
        package = self.Package.objects.create(
            municipality_id=row.municipality_id,
            public_id=uuid.uuid4(),
            name=f"{row.name} ({code})"[:120],
            language=code,
            live=False,
        )
        self.Step.objects.create(
            package=package,
            kind="arrival",
            subject=(subject or row.name)[:120],
            body=with_contacts(row.municipality_id, body, self.contacts),
            live=False,
        )

    # --- What is left ---------------------------------------------------------------------------------

    def sent_without_a_package(self):
        """Sendings of a package that is gone: they keep their people, and have something to belong to."""
        for campaign in self.Campaign.objects.filter(package=None):
            package = self.Package.objects.filter(public_id=campaign.package_key).first()
            if package is None:
                package = self.Package.objects.create(
                    municipality_id=campaign.municipality_id,
                    public_id=campaign.package_key,
                    name="–",
                    language="nb",
                    live=False,
                )
                self.Step.objects.create(package=package, kind="arrival", subject="–", body=[], live=False)
            step = self.Step.objects.get(package=package)
            self.Campaign.objects.filter(pk=campaign.pk).update(package=package, step=step)
            self.Delivery.objects.filter(campaign=campaign).update(package=package, step=step)

    def forget_old_versions(self):
        """Versions of rows that are packages no longer, and wagtail-localize's copies of them."""
        content_type = self.ContentType.objects.filter(app_label="welcome", model="welcomepackage").first()
        if content_type is None:
            return
        self.Package.objects.update(live_revision=None, latest_revision=None)
        self.Revision.objects.filter(base_content_type=content_type).delete()
        Source = self.apps.get_model("wagtail_localize", "TranslationSource")
        Source.objects.filter(specific_content_type=content_type).delete()
        self.apps.get_model("wagtail_localize", "TranslatableObject").objects.filter(
            content_type=content_type
        ).delete()


# --- And back -----------------------------------------------------------------------------------------


def to_rows(apps, schema_editor):
    """A row per language again, from what each would read; what has no form there is left out."""
    Package = apps.get_model("welcome", "WelcomePackage")
    Step = apps.get_model("welcome", "PackageStep")
    Text = apps.get_model("welcome", "StepText")
    Campaign = apps.get_model("welcome", "Campaign")
    Delivery = apps.get_model("welcome", "Delivery")
    Locale_ = apps.get_model("wagtailcore", "Locale")
    people = {row.pk: row for row in apps.get_model("welcome", "Contact").objects.all()}
    back_to_revisions(apps)
    for package in list(Package.objects.order_by("pk")):
        step = (
            Step.objects.filter(package_id=package.pk, kind="arrival").first()
            or Step.objects.filter(package_id=package.pk).first()
        )
        key = package.public_id or uuid.uuid4()
        Campaign.objects.filter(package_id=package.pk).update(package_key=key, step_kind="arrival")
        Delivery.objects.filter(package_id=package.pk).update(package_key=key, step_kind="arrival")
        body = with_people(json.loads(json.dumps(step.body.get_prep_value())) if step else [], people)
        subject = step.subject if step else package.name
        package.translation_key, package.subject, package.body = key, subject, body
        package.locale_id = Locale_.objects.get_or_create(language_code=package.language)[0].pk
        package.live = bool(step and step.live)
        package.save()
        translated = Text.objects.filter(step_id=step.pk).values_list("language", flat=True) if step else ()
        for code in sorted(set(translated) & set(LANGUAGES) - {package.language}):
            texts = dict(Text.objects.filter(step_id=step.pk, language=code).values_list("path", "text"))
            Package.objects.create(
                municipality_id=package.municipality_id,
                name=package.name,
                language=code,
                translation_key=key,
                locale_id=Locale_.objects.get_or_create(language_code=code)[0].pk,
                subject=texts.get("subject", subject),
                body=in_their_words(body, texts),
                live=package.live,
            )
    Campaign.objects.update(step=None, package=None)
    Delivery.objects.update(step=None, package=None)
    # The rows alone: what depends on them is gone, or goes with its table.
    for model in (Text, Step):
        model.objects.all()._raw_delete(schema_editor.connection.alias)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def back_to_revisions(apps):
    """Each frozen edition in a version of its own, of its campaign's package."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Revision = apps.get_model("wagtailcore", "Revision")
    Edition = apps.get_model("welcome", "CampaignEdition")
    Edition.objects.exclude(language__in=LANGUAGES).delete()
    if not Edition.objects.exists():
        return
    kind, _created = ContentType.objects.get_or_create(app_label="welcome", model="welcomepackage")
    for edition in Edition.objects.select_related("campaign__package"):
        package = edition.campaign.package
        edition.revision = Revision.objects.create(
            content_type=kind,
            base_content_type=kind,
            object_id=str(package.pk),
            created_at=edition.campaign.created_at,
            object_str=package.name,
            content={
                "pk": package.pk,
                "name": package.name,
                "municipality": package.municipality_id,
                "subject": edition.content["subject"]["text"],
                "body": json.dumps(old_body(edition.content["parts"])),
            },
        )
        edition.save(update_fields=["revision"])


def old_body(parts):
    made = []
    for part in parts:
        kind = part["type"]
        if kind == "letter":
            value = {
                "text": part["text"]["html"],
                "signature": part["signature"],
                "role": part["role"]["text"],
                "picture": part["picture"]["id"] if part["picture"] else None,
            }
        elif kind == "contacts":
            people = [
                {**each, "helps_with": each["helps_with"]["text"], "languages": ", ".join(each["languages"])}
                for each in part["contacts"]
            ]
            value = {"heading": part["heading"]["text"], "contacts": people}
        elif kind == "checklist":
            items = [{"text": each["text"]["text"], "link": each["link"]} for each in part["items"]]
            value = {"heading": part["heading"]["text"], "items": items}
        elif kind == "explainer":
            value = {"word": part["word"], "explanation": part["explanation"]["html"]}
        elif kind == "next_events":
            value = {"heading": part["heading"]["text"], "count": part["count"]}
        else:
            continue
        made.append({"type": kind, "value": value, "id": str(uuid.uuid4())})
    return made


def with_people(body, people):
    """The parts that there were, each person's number and address back in them."""
    made = []
    for part in body:
        if part["type"] not in TRANSLATED:
            continue
        value = part["value"]
        if part["type"] == "contacts":
            rows = []
            for key, row in rows_of(value.get("contacts")):
                person = people.get(row.get("contact"))
                if person is None:
                    continue
                inner = {
                    "name": person.name,
                    "helps_with": row.get("helps_with") or "",
                    "phone": person.phone,
                    "email": person.email,
                    "languages": ", ".join(person.languages),
                }
                rows.append({"type": "item", "value": inner, "id": key})
            value = {**value, "contacts": rows}
        made.append({**part, "value": value})
    return made


def in_their_words(body, texts):
    def within(value, fields, prefix):
        made = dict(value)
        for name, kind in fields.items():
            path = f"{prefix}.{name}"
            if isinstance(kind, dict):
                made[name] = [
                    {"type": "item", "value": within(row, kind, f"{path}.{key}"), "id": key}
                    for key, row in rows_of(value.get(name))
                ]
            else:
                made[name] = texts.get(path, value.get(name))
        return made

    return [{**part, "value": within(part["value"], TRANSLATED[part["type"]], part["id"])} for part in body]


class Migration(migrations.Migration):
    dependencies = [
        ("welcome", "0008_steps"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(to_packages, to_rows)]
