from django.core.validators import MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0007_words")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="distance_km",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=4,
                null=True,
                validators=[MinValueValidator(0)],
                verbose_name="length in kilometres",
            ),
        ),
    ]
