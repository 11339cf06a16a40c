"""Each form that makes something is remembered for two days by a number of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_job_runs")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("leads_to", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
