from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_picture_tags")]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "name",
                    models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name="job"),
                ),
                ("ended_at", models.DateTimeField(verbose_name="ended at")),
                ("succeeded", models.BooleanField(verbose_name="succeeded")),
            ],
            options={"verbose_name": "run of a job", "verbose_name_plural": "runs of jobs"},
        ),
    ]
