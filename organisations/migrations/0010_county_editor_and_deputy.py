"""The county's editor, and a deputy who decides what has waited for long."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0009_words_of_their_own"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="role_has_its_place",
        ),
        migrations.RemoveConstraint(
            model_name="roleassignment",
            name="role_is_one_of_ours",
        ),
        migrations.AlterField(
            model_name="roleassignment",
            name="role",
            field=models.CharField(
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
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("municipality__isnull", True),
                        ("region__isnull", False),
                        ("role__in", ("county_adviser", "county_editor")),
                    ),
                    models.Q(
                        models.Q(("role__in", ("county_adviser", "county_editor")), _negated=True),
                        ("municipality__isnull", False),
                        ("region__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="role_has_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "county_adviser",
                            "county_editor",
                            "admin",
                            "host",
                            "editor",
                            "translator",
                            "deputy",
                        ],
                    )
                ),
                name="role_is_one_of_ours",
            ),
        ),
    ]
