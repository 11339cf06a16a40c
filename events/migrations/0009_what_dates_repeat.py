import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("events", "0008_length_of_a_hike")]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="restated",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="restated_from",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), default=django.utils.timezone.now, editable=False),
        ),
    ]
