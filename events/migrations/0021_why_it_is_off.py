from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0020_no_workflow")]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("illness", "Illness"),
                    ("weather", "The weather"),
                    ("too_few", "Too few people"),
                    ("closed", "The place is closed"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
