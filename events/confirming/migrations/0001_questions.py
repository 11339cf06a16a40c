import uuid

import django.db.models.deletion
from django.db import migrations, models

import events.confirming.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0013_silent_is_not_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOfLife",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("alive_at", models.DateTimeField(blank=True, null=True)),
                ("silent_dates", models.PositiveSmallIntegerField(db_index=True, default=0)),
                ("hidden_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "series",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_of_life",
                        to="events.series",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign of life",
                "verbose_name_plural": "signs of life",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("batch", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "token",
                    models.CharField(
                        db_index=True,
                        default=events.confirming.models.new_token,
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(max_length=2)),
                ("channel", models.CharField(choices=[("sms", "SMS"), ("email", "E-mail")], max_length=5)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("each", "Its turn"),
                            ("weekly", "Once a week"),
                            ("term", "The term begins"),
                            ("holiday", "A day on which many are free"),
                            ("moved", "It was moved"),
                            ("warning", "A weather warning"),
                        ],
                        max_length=7,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "warned",
                    models.CharField(
                        blank=True,
                        choices=[("orange", "Orange warning"), ("red", "Red warning")],
                        max_length=6,
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "It is on"), ("no", "It is not on")],
                        max_length=3,
                        verbose_name="answer",
                    ),
                ),
                ("came_last", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="events.occurrence",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="events.responsible",
                    ),
                ),
            ],
            options={
                "verbose_name": "question whether it is on",
                "verbose_name_plural": "questions whether it is on",
                "ordering": ["starts_at", "id"],
                "indexes": [models.Index(fields=["responsible", "-asked_at"], name="question_of_volunteer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("occurrence", "responsible", "why", "starts_at", "warned"),
                        name="question_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="question_answer_has_moment",
                    ),
                ],
            },
        ),
    ]
