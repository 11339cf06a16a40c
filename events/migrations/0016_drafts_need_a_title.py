import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.languages


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_telephone"),
        ("events", "0015_dates_that_begin_soon"),
        ("organisations", "0009_words_of_their_own"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(default="what", max_length=10)),
                ("typed", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.CreateModel(
            name="SharedTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=core.languages.language_choices, max_length=10, verbose_name="language"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("description", models.TextField(blank=True, max_length=5000, verbose_name="description")),
                (
                    "category",
                    models.CharField(
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
                            ("tro-livssyn", "Faith and belief"),
                            ("medvirkning", "Say what you think"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("shared_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "shared template",
                "verbose_name_plural": "shared templates",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_has_a_place_or_a_link",
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="event_category_known",
        ),
        migrations.AlterField(
            model_name="event",
            name="category",
            field=models.CharField(
                blank=True,
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
                    ("tro-livssyn", "Faith and belief"),
                    ("medvirkning", "Say what you think"),
                ],
                default="",
                max_length=20,
                verbose_name="category",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live", False),
                    ("venue__isnull", False),
                    models.Q(("online_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="event_has_a_place_or_a_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "sprakkafe",
                            "norskkurs",
                            "ny-i-norge",
                            "tur-friluft",
                            "idrett",
                            "handarbeid",
                            "mat",
                            "kultur",
                            "spill",
                            "kafe-moteplass",
                            "barn-familie",
                            "ungdom",
                            "leksehjelp",
                            "kurs",
                            "mentor-nettverk",
                            "frivillig-dugnad",
                            "feiring",
                            "tro-livssyn",
                            "medvirkning",
                        ],
                    ),
                    models.Q(("category", ""), ("live", False)),
                    _connector="OR",
                ),
                name="event_category_known",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="unfinished", to="events.event"
            ),
        ),
        migrations.AddField(
            model_name="sharedtemplate",
            name="county",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shared_templates",
                to="organisations.region",
            ),
        ),
        migrations.AddField(
            model_name="sharedtemplate",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shared_templates",
                to="organisations.municipality",
            ),
        ),
        migrations.AddField(
            model_name="sharedtemplate",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shared_templates",
                to="organisations.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedtemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("county__isnull", True), ("municipality__isnull", False)),
                    models.Q(("county__isnull", False), ("municipality__isnull", True)),
                    _connector="OR",
                ),
                name="shared_template_reaches_one_area",
            ),
        ),
    ]
