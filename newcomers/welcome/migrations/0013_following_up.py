import uuid

import django.db.models.deletion
from django.db import migrations, models


def say_when_it_was_asked(apps, schema_editor):
    """By the letter that had asked, where its step is still there."""
    step = apps.get_model("welcome", "PackageStep").objects.filter(pk=models.OuterRef("step"))
    answers = apps.get_model("welcome", "Answer").objects.filter(step__isnull=False)
    answers.update(asked_in=models.Subquery(step.values("kind")))


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0007_lists_of_people"),
        ("organisations", "0016_substitutes"),
        ("welcome", "0012_sendings_are_steered"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedLater",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="mobile number")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("ask_on", models.DateField(verbose_name="asked on")),
                ("agreed_at", models.DateTimeField(verbose_name="agreed at")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked at")),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No")],
                        db_default="",
                        default="",
                        max_length=3,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
            ],
            options={
                "verbose_name": "yes to one more question",
                "verbose_name_plural": "yeses to one more question",
                "ordering": ["ask_on", "id"],
            },
        ),
        migrations.AlterModelOptions(
            name="companywish",
            options={
                "ordering": ["asked_at", "id"],
                "verbose_name": "wish for a hand",
                "verbose_name_plural": "wishes for a hand",
            },
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_once_a_question",
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_question_known",
        ),
        migrations.AddField(
            model_name="answer",
            name="asked_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("arrival", "On arrival"),
                    ("month_1", "After 1 month"),
                    ("month_3", "After 3 months"),
                    ("month_6", "After 6 months"),
                    ("month_12", "After 12 months"),
                    ("days", "After a number of days"),
                    ("message", "When it is sent"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="asked in",
            ),
        ),
        migrations.RunPython(say_when_it_was_asked, migrations.RunPython.noop),
        migrations.AddField(
            model_name="companywish",
            name="wants",
            field=models.CharField(
                choices=[("company", "Company the first time"), ("contact", "That a host gets in touch")],
                db_default="company",
                default="company",
                max_length=10,
                verbose_name="what they would like",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="question",
            field=models.CharField(
                choices=[
                    ("found", "Have you found something?"),
                    ("company", "Would you like company the first time?"),
                    ("still_here", "Do you still live here?"),
                    ("contact", "Would you like that a host gets in touch?"),
                ],
                max_length=10,
                verbose_name="question",
            ),
        ),
        migrations.AlterField(
            model_name="companywish",
            name="newcomer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="newcomers.newcomer"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("newcomer", "question", "asked_in"), name="answer_once_a_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__in", ["found", "company", "still_here", "contact"])),
                name="answer_question_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="companywish",
            constraint=models.UniqueConstraint(fields=("newcomer", "wants"), name="wish_once_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="companywish",
            constraint=models.CheckConstraint(
                condition=models.Q(("wants__in", ["company", "contact"])), name="wish_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="askedlater",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.municipality"
            ),
        ),
        migrations.AddField(
            model_name="askedlater",
            name="newcomer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="asked_later",
                to="newcomers.newcomer",
            ),
        ),
        migrations.AddIndex(
            model_name="askedlater",
            index=models.Index(
                condition=models.Q(("asked_at__isnull", True)), fields=["ask_on"], name="asked_later_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="askedlater",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("phone", ""), _connector="OR"),
                name="asked_later_by_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedlater",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("value", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("email", ""),
                        ("phone", ""),
                        ("value__in", ["yes", "no"]),
                    ),
                    _connector="OR",
                ),
                name="asked_later_answered_reaches_nobody",
            ),
        ),
    ]
