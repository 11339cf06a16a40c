"""People without an e-mail address, in any language, with what they say of themselves; and ways in."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import core.languages
import newcomers.models.selections
import newcomers.models.ways


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0003_words"),
        ("organisations", "0014_empty_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteOfOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "offer",
                    models.CharField(
                        choices=[
                            ("called", "We talked on the phone"),
                            ("met", "We met"),
                            ("shown_around", "Was shown around"),
                            ("company", "Was offered company to an activity"),
                            ("invited", "Was invited to an activity"),
                            ("course", "Was told about Norwegian courses"),
                            ("work", "Was told about work"),
                            ("children", "Was told about school and kindergarten"),
                            ("housing", "Was told about housing"),
                            ("handed_over", "Was given the booklet"),
                        ],
                        max_length=12,
                        verbose_name="what was offered",
                    ),
                ),
                ("on_day", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "note of what was offered",
                "verbose_name_plural": "notes of what was offered",
                "ordering": ["-on_day", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PostalAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("street", models.CharField(max_length=120, verbose_name="street and number")),
                ("postcode", models.CharField(max_length=12, verbose_name="postcode")),
                ("place", models.CharField(max_length=80, verbose_name="town or village")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("printed_at", models.DateTimeField(blank=True, null=True, verbose_name="label printed at")),
            ],
            options={
                "verbose_name": "address for a label",
                "verbose_name_plural": "addresses for labels",
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "stored",
                    models.JSONField(
                        default=dict, validators=[newcomers.models.selections.validate_criteria]
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
            ],
            options={
                "verbose_name": "selection",
                "verbose_name_plural": "selections",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="WayIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employer", "Employer"),
                            ("school", "School or kindergarten"),
                            ("library", "Library"),
                            ("service", "Citizen service"),
                            ("other", "Others"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "token",
                    models.CharField(
                        default=newcomers.models.ways.public_token, editable=False, max_length=20, unique=True
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("asked", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "way in",
                "verbose_name_plural": "ways in",
                "ordering": ["closed_at", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="WelcomeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("page_language", models.CharField(choices=core.languages.language_choices, max_length=10)),
                ("arrived_month", models.DateField(null=True)),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sprakkafe", "Language café"),
                                ("norskkurs", "Norwegian course"),
                                ("ny-i-norge", "New in Norway meeting"),
                                ("tur-friluft", "Hiking and outdoors"),
                                ("idrett", "Sport and exercise"),
                                ("handarbeid", "Crafts and workshop"),
                                ("mat", "Food and cooking"),
                                ("kultur", "Film, music, dance and art"),
                                ("spill", "Games"),
                                ("kafe-moteplass", "Café and drop-in"),
                                ("barn-familie", "Children and families"),
                                ("ungdom", "Young people"),
                                ("leksehjelp", "Homework help"),
                                ("kurs", "Course"),
                                ("mentor-nettverk", "Mentors and networks"),
                                ("frivillig-dugnad", "Volunteering and dugnad"),
                                ("feiring", "Celebration"),
                                ("medvirkning", "Say what you think"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "situations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("family", "A family with children"),
                                ("student", "Student"),
                                ("work", "Came for work"),
                                ("single", "Lives alone"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("children_0_5", models.PositiveSmallIntegerField(default=0)),
                ("children_6_12", models.PositiveSmallIntegerField(default=0)),
                ("youth_13_17", models.PositiveSmallIntegerField(default=0)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("best", "However it reaches them"),
                            ("email", "By e-mail"),
                            ("sms", "By text message"),
                            ("booklet", "On paper"),
                        ],
                        default="best",
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="newcomer",
            name="newcomer_email_unique",
        ),
        migrations.AddField(
            model_name="newcomer",
            name="address_fault",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_mailbox", "There is no such mailbox"),
                    ("no_server", "There is no mail server at this address"),
                    ("full", "The mailbox has been full for a long time"),
                    ("refused", "The mail server takes no e-mails from us"),
                    ("complained", "The e-mail was marked as unwanted"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="why the address is set aside",
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="address_fault_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="channel",
            field=models.CharField(
                choices=[
                    ("best", "However it reaches them"),
                    ("email", "By e-mail"),
                    ("sms", "By text message"),
                    ("booklet", "On paper"),
                ],
                db_default="best",
                default="best",
                max_length=10,
                verbose_name="how they want to hear from us",
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="children_0_5",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="children, 0–5 years"
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="children_6_12",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="children, 6–12 years"
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="confirmed at"),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="import_batch",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="phone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="phone number"
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="situations",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("family", "A family with children"),
                        ("student", "Student"),
                        ("work", "Came for work"),
                        ("single", "Lives alone"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=models.Value(
                    [],
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                default=list,
                size=None,
                verbose_name="situation",
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="sorted_as",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="sought",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="told at"),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="youth_13_17",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="youth, 13–17 years"
            ),
        ),
        migrations.AlterField(
            model_name="newcomer",
            name="email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="e-mail address"
            ),
        ),
        migrations.AlterField(
            model_name="newcomer",
            name="language",
            field=models.CharField(max_length=10, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="newcomer",
            name="source",
            field=models.CharField(
                choices=[
                    ("list", "From the municipality's list"),
                    ("typed", "Typed in by the host"),
                    ("asked", "Asked on this site"),
                    ("way_in", "Asked by a link or QR code"),
                ],
                default="list",
                max_length=10,
                verbose_name="how they came to us",
            ),
        ),
        migrations.AddField(
            model_name="noteofoffer",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noteofoffer",
            name="newcomer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="newcomers.newcomer"
            ),
        ),
        migrations.AddField(
            model_name="postaladdress",
            name="newcomer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="postal_address",
                to="newcomers.newcomer",
            ),
        ),
        migrations.AddField(
            model_name="selection",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="selections",
                to="organisations.municipality",
            ),
        ),
        migrations.AddField(
            model_name="wayin",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ways_in",
                to="organisations.municipality",
            ),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="way_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="newcomers",
                to="newcomers.wayin",
            ),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=models.Index(fields=["municipality", "-id"], name="newcomer_newest"),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=models.Index(fields=["municipality", "arrived_month", "id"], name="newcomer_month"),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=models.Index(fields=["municipality", "sorted_as", "id"], name="newcomer_by_name"),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=models.Index(fields=["municipality", "language", "id"], name="newcomer_language"),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=models.Index(
                condition=models.Q(("import_batch__isnull", False)),
                fields=["import_batch"],
                name="newcomer_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="newcomer",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sought"], name="newcomer_sought", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("municipality"),
                condition=models.Q(("email", ""), _negated=True),
                name="newcomer_email_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), models.Q(("phone", ""), _negated=True)),
                fields=("phone", "municipality"),
                name="newcomer_phone_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True), name="newcomer_has_a_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.CheckConstraint(
                condition=models.Q(("situations__contained_by", ["family", "student", "work", "single"])),
                name="newcomer_situations_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["best", "email", "sms", "booklet"])),
                name="newcomer_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="newcomer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address_fault", ""), ("address_fault_at__isnull", True)),
                    models.Q(
                        models.Q(("address_fault", ""), _negated=True),
                        models.Q(("email", ""), _negated=True),
                        ("address_fault_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="newcomer_fault_has_an_address_and_a_time",
            ),
        ),
        migrations.AddField(
            model_name="welcomerequest",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.municipality"
            ),
        ),
        migrations.AddField(
            model_name="welcomerequest",
            name="way_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="newcomers.wayin",
            ),
        ),
        migrations.AddConstraint(
            model_name="noteofoffer",
            constraint=models.UniqueConstraint(
                fields=("newcomer", "offer", "on_day"), name="note_of_offer_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="noteofoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "offer__in",
                        [
                            "called",
                            "met",
                            "shown_around",
                            "company",
                            "invited",
                            "course",
                            "work",
                            "children",
                            "housing",
                            "handed_over",
                        ],
                    )
                ),
                name="note_of_offer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(
                models.F("municipality"),
                django.db.models.functions.text.Lower("name"),
                name="selection_name_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayin",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["employer", "school", "library", "service", "other"])),
                name="way_in_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="welcomerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), models.Q(("phone", ""), _negated=True)),
                    models.Q(models.Q(("email", ""), _negated=True), ("phone", "")),
                    _connector="OR",
                ),
                name="welcome_request_by_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="welcomerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("children_0_5__lte", 12), ("children_6_12__lte", 12), ("youth_13_17__lte", 12)
                ),
                name="welcome_request_children_believed",
            ),
        ),
    ]
