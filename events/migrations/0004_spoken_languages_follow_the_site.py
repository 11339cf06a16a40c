"""Which languages can be spoken is the form's to say: it follows the languages of the site."""

import django.contrib.postgres.fields
from django.db import migrations, models


def languages(verbose_name: str) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=5),
        blank=True,
        default=list,
        size=None,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0003_faith_asks_no_names")]

    operations = [
        migrations.AlterField("event", "spoken_languages", languages("languages spoken")),
        migrations.AlterField("event", "interpreter_languages", languages("interpreters for")),
    ]
