"""Packages get steps, contacts and translations of their own; what was one row per language stays for a moment."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_telephone"),
        ("newcomers", "0003_words"),
        ("organisations", "0015_municipality_crest"),
        ("wagtailcore", "0098_apitoken"),
        ("welcome", "0007_letter_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="speaks",
                    ),
                ),
            ],
            options={
                "verbose_name": "person to contact",
                "verbose_name_plural": "people to contact",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="PackageStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("arrival", "On arrival"),
                            ("month_1", "After 1 month"),
                            ("month_3", "After 3 months"),
                            ("month_6", "After 6 months"),
                            ("month_12", "After 12 months"),
                            ("days", "After a number of days"),
                            ("message", "When it is sent"),
                        ],
                        default="arrival",
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                (
                    "after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1500)],
                        verbose_name="days after arrival",
                    ),
                ),
                (
                    "from_hour",
                    models.PositiveSmallIntegerField(
                        default=9,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="not before (hour of the day)",
                    ),
                ),
                (
                    "to_hour",
                    models.PositiveSmallIntegerField(
                        default=17,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="not after (hour of the day)",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="in use")),
                ("subject", models.CharField(max_length=120, verbose_name="subject of the e-mail")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("letter", 4),
                            ("contacts", 10),
                            ("checklist", 16),
                            ("places", 21),
                            ("offers", 27),
                            ("explainer", 30),
                            ("qr", 33),
                            ("next_events", 35),
                            ("question", 37),
                            ("shared", 39),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "help_text": "“Hello” and the person’s name are put before it: begin with what you want to say.",
                                    "label": "Text",
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Signed by", "max_length": 120}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title of the person", "max_length": 120, "required": False},
                            ),
                            3: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Picture", "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 0), ("signature", 1), ("role", 2), ("picture", 3)]],
                                {},
                            ),
                            5: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 80}),
                            6: (
                                "newcomers.welcome.blocks.ContactChooserBlock",
                                (),
                                {"label": "Person to contact"},
                            ),
                            7: ("wagtail.blocks.CharBlock", (), {"label": "Helps with", "max_length": 200}),
                            8: ("wagtail.blocks.StructBlock", [[("contact", 6), ("helps_with", 7)]], {}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "People to contact"}),
                            10: ("wagtail.blocks.StructBlock", [[("heading", 5), ("contacts", 9)]], {}),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example: Your first week",
                                    "label": "Heading",
                                    "max_length": 80,
                                },
                            ),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "What to do", "max_length": 200}),
                            13: ("wagtail.blocks.URLBlock", (), {"label": "Link", "required": False}),
                            14: ("wagtail.blocks.StructBlock", [[("text", 12), ("link", 13)]], {}),
                            15: ("wagtail.blocks.ListBlock", (14,), {"label": "Things to do"}),
                            16: ("wagtail.blocks.StructBlock", [[("heading", 11), ("items", 15)]], {}),
                            17: (
                                "newcomers.welcome.blocks.StandingPlaceChooserBlock",
                                (),
                                {"label": "Place with opening hours", "required": False},
                            ),
                            18: (
                                "newcomers.welcome.blocks.VenueChooserBlock",
                                (),
                                {"label": "Or another meeting place", "required": False},
                            ),
                            19: ("wagtail.blocks.StructBlock", [[("standing_place", 17), ("venue", 18)]], {}),
                            20: ("wagtail.blocks.ListBlock", (19,), {"label": "Places"}),
                            21: ("wagtail.blocks.StructBlock", [[("heading", 5), ("places", 20)]], {}),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 120}),
                            23: ("wagtail.blocks.CharBlock", (), {"label": "What it is", "max_length": 300}),
                            24: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Phone", "max_length": 20, "required": False},
                            ),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [[("name", 22), ("about", 23), ("url", 13), ("phone", 24)]],
                                {},
                            ),
                            26: ("wagtail.blocks.ListBlock", (25,), {"label": "Offers"}),
                            27: ("wagtail.blocks.StructBlock", [[("heading", 5), ("offers", 26)]], {}),
                            28: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Norwegian word", "max_length": 60},
                            ),
                            29: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "label": "What it means",
                                },
                            ),
                            30: ("wagtail.blocks.StructBlock", [[("word", 28), ("explanation", 29)]], {}),
                            31: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "What it leads to", "max_length": 120},
                            ),
                            32: ("wagtail.blocks.URLBlock", (), {"label": "Link"}),
                            33: ("wagtail.blocks.StructBlock", [[("label", 31), ("url", 32)]], {}),
                            34: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 3, "label": "How many", "max_value": 10, "min_value": 1},
                            ),
                            35: ("wagtail.blocks.StructBlock", [[("heading", 5), ("count", 34)]], {}),
                            36: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("found", "Have you found something?"),
                                        ("company", "Would you like company the first time?"),
                                        ("still_here", "Do you still live here?"),
                                    ],
                                    "label": "Question",
                                },
                            ),
                            37: ("wagtail.blocks.StructBlock", [[("kind", 36)]], {}),
                            38: (
                                "newcomers.welcome.blocks.SharedSectionChooserBlock",
                                (),
                                {"label": "Section"},
                            ),
                            39: ("wagtail.blocks.StructBlock", [[("section", 38)]], {}),
                        },
                        verbose_name="content",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a package",
                "verbose_name_plural": "steps of packages",
                "ordering": ["id"],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name="SharedSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(default="nb", max_length=10, verbose_name="written in")),
                ("heading", models.CharField(max_length=80, verbose_name="heading")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="translated into",
                    ),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "shared section",
                "verbose_name_plural": "shared sections",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="StepText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("path", models.CharField(max_length=200)),
                ("source_hash", models.CharField(max_length=64)),
                ("text", models.TextField(verbose_name="translation")),
                (
                    "state",
                    models.CharField(
                        choices=[("human", "Written by a person"), ("machine", "Translated by a machine")],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="organisations.municipality",
                verbose_name="municipality",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.picture",
                verbose_name="picture",
            ),
        ),
        migrations.AddField(
            model_name="packagestep",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="packagestep",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="live revision",
            ),
        ),
        migrations.AddField(
            model_name="packagestep",
            name="locked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="locked_%(class)ss",
                to=settings.AUTH_USER_MODEL,
                verbose_name="locked by",
            ),
        ),
        migrations.AddField(
            model_name="packagestep",
            name="package",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="welcome.welcomepackage",
                verbose_name="welcome package",
            ),
        ),
        migrations.AddField(
            model_name="sharedsection",
            name="county",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shared_sections",
                to="organisations.region",
                verbose_name="county",
            ),
        ),
        migrations.AddField(
            model_name="steptext",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="steptext",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="texts",
                to="welcome.sharedsection",
            ),
        ),
        migrations.AddField(
            model_name="steptext",
            name="step",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="texts",
                to="welcome.packagestep",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["arrival", "month_1", "month_3", "month_6", "month_12", "days", "message"])
                ),
                name="step_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after_days__isnull", False), ("kind", "days")),
                    models.Q(models.Q(("kind", "days"), _negated=True), ("after_days__isnull", True)),
                    _connector="OR",
                ),
                name="step_days_where_days_are_meant",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_hour__lt", models.F("to_hour")), ("to_hour__lte", 24)),
                name="step_hours_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "days"), _negated=True),
                fields=("package", "kind"),
                name="step_once_a_package",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "days")), fields=("package", "after_days"), name="step_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="steptext",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["human", "machine"])), name="step_text_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="steptext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("section__isnull", False), ("step__isnull", True)),
                    models.Q(("section__isnull", True), ("step__isnull", False)),
                    _connector="OR",
                ),
                name="step_text_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="steptext",
            constraint=models.UniqueConstraint(
                fields=("step", "language", "path", "source_hash"), name="step_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="steptext",
            constraint=models.UniqueConstraint(
                fields=("section", "language", "path", "source_hash"), name="section_text_once"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_step_known",
        ),
        migrations.RemoveConstraint(
            model_name="campaign",
            name="campaign_channel_known",
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_once_per_person",
        ),
        migrations.AddField(
            model_name="welcomepackage",
            name="kind",
            field=models.CharField(
                choices=[("welcome", "Welcome package"), ("message", "Message")],
                default="welcome",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="welcomepackage",
            name="language",
            field=models.CharField(default="nb", max_length=10, verbose_name="written in"),
        ),
        migrations.AddField(
            model_name="welcomepackage",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                blank=True,
                default=list,
                size=None,
                verbose_name="translated into",
            ),
        ),
        migrations.AddField(
            model_name="welcomepackage", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
        migrations.AlterUniqueTogether(name="welcomepackage", unique_together=set()),
        migrations.AlterField(
            model_name="welcomepackage",
            name="translation_key",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.AlterField(
            model_name="welcomepackage",
            name="locale",
            field=models.ForeignKey(
                null=True,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AlterField(
            model_name="welcomepackage",
            name="subject",
            field=models.CharField(max_length=120, null=True, verbose_name="subject of the e-mail"),
        ),
        # As JSON: its parts are not what they were.
        migrations.AlterField(model_name="welcomepackage", name="body", field=models.JSONField(null=True)),
        migrations.AlterField(model_name="campaign", name="package_key", field=models.UUIDField(null=True)),
        migrations.AlterField(model_name="delivery", name="package_key", field=models.UUIDField(null=True)),
        migrations.AlterField(
            model_name="campaignedition",
            name="revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.RenameField(model_name="campaign", old_name="step", new_name="step_kind"),
        migrations.AlterField(
            model_name="campaign", name="step_kind", field=models.CharField(max_length=10, null=True)
        ),
        migrations.AddField(
            model_name="campaign",
            name="step",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="welcome.packagestep",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="package",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaigns",
                to="welcome.welcomepackage",
            ),
        ),
        migrations.RenameField(model_name="delivery", old_name="step", new_name="step_kind"),
        migrations.AlterField(
            model_name="delivery", name="step_kind", field=models.CharField(max_length=10, null=True)
        ),
        migrations.AddField(
            model_name="delivery",
            name="step",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="welcome.packagestep",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="package",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="welcome.welcomepackage",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="state",
            field=models.CharField(
                choices=[
                    ("running", "Under way"),
                    ("paused", "Paused"),
                    ("cancelled", "Stopped"),
                    ("done", "Finished"),
                ],
                db_default="running",
                default="running",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="campaignedition",
            name="content",
            field=models.JSONField(default=dict, verbose_name="content"),
        ),
        migrations.AlterField(
            model_name="campaign",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("sms", "SMS"), ("booklet", "Booklet")],
                default="email",
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="campaignedition",
            name="language",
            field=models.CharField(max_length=10, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("sms", "SMS"), ("booklet", "Booklet")],
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="language",
            field=models.CharField(max_length=10, verbose_name="language"),
        ),
    ]
