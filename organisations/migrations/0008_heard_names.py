from django.db import migrations

from organisations.naming import heard_form


def fill(apps, schema_editor):
    """The names of today's municipalities as they sound; places come with `load_municipalities`."""
    rows = list(apps.get_model("organisations", "MunicipalityName").objects.all())
    for row in rows:
        row.heard = heard_form(row.name)[:100]
    apps.get_model("organisations", "MunicipalityName").objects.bulk_update(rows, ["heard"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_gazetteer")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
