"""Lists leave out what nobody answers for: their indexes do too, and stay the whole answer to a count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_is_it_on"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="occurrence", name="occurrence_public_list"),
        migrations.RemoveIndex(model_name="occurrence", name="occurrence_public_online"),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_public", True), ("is_silent", False)),
                fields=["municipality", "starts_at", "id"],
                include=("ends_at", "category", "traits"),
                name="occurrence_public_list",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(
                    ("is_public", True), ("is_silent", False), ("traits__contains", ["online"])
                ),
                fields=["starts_at", "id"],
                name="occurrence_public_online",
            ),
        ),
    ]
