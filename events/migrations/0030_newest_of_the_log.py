from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0029_what_is_rare_in_the_country"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["-at", "-id"], name="log_newest"),
        ),
    ]
