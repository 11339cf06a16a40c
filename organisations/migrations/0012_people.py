"""Invitations end, and are an organisation's own too; invitations to work; the log of people."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_from_register_to_door"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation", name="expires_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="invitation", name="public_id", field=models.UUIDField(null=True, editable=False)
        ),
        migrations.RunSQL(
            "UPDATE organisations_invitation"
            " SET expires_at = now() + interval '30 days', public_id = gen_random_uuid()",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="invitation",
            name="expires_at",
            field=models.DateTimeField(db_index=True, verbose_name="is deleted after"),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="by_organisation",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="PeopleLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("proposed", "Proposed"),
                            ("withdrawn", "Invitation taken back"),
                            ("declined", "Said no"),
                            ("joined", "Said yes"),
                            ("given", "Role given"),
                            ("taken", "Role taken away"),
                            ("handed_over", "Handed over"),
                            ("left", "Left"),
                            ("removed", "Removed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("county_adviser", "County adviser"),
                            ("county_editor", "County editor"),
                            ("admin", "Municipality admin"),
                            ("host", "Newcomer host"),
                            ("editor", "Editor"),
                            ("translator", "Translator"),
                            ("deputy", "Deputy"),
                            ("owner", "Owner"),
                            ("organiser", "Organiser"),
                        ],
                        blank=True,
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_log",
                        to="organisations.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_log",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_log",
                        to="organisations.region",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("municipality__isnull", False),
                                ("organisation__isnull", True),
                                ("region__isnull", True),
                            ),
                            models.Q(
                                ("municipality__isnull", True),
                                ("organisation__isnull", True),
                                ("region__isnull", False),
                            ),
                            models.Q(
                                ("municipality__isnull", True),
                                ("organisation__isnull", False),
                                ("region__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="people_log_has_its_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("county_adviser", "County adviser"),
                                ("county_editor", "County editor"),
                                ("admin", "Municipality admin"),
                                ("host", "Newcomer host"),
                                ("editor", "Editor"),
                                ("translator", "Translator"),
                                ("deputy", "Deputy"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_invitations",
                        to="organisations.municipality",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_invitations",
                        to="organisations.region",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["invited_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "municipality", "region"),
                        name="staff_invitation_unique",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("municipality__isnull", True), ("region__isnull", False)),
                            models.Q(("municipality__isnull", False), ("region__isnull", True)),
                            _connector="OR",
                        ),
                        name="staff_invitation_has_its_place",
                    ),
                ],
            },
        ),
    ]
