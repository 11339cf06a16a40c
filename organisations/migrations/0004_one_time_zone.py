"""Norway has one time zone: it is a constant in core.clock. A series keeps the zone of its rule."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_known_values")]

    operations = [migrations.RemoveField(model_name="municipality", name="time_zone")]
