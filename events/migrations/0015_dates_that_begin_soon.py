from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_news_of_dates"),
        ("organisations", "0009_words_of_their_own"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_public", True), ("status", "scheduled")),
                fields=["starts_at"],
                name="occurrence_begins_soon",
            ),
        ),
    ]
