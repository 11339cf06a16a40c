"""What those who are here already are found by, and how their names are sorted."""

from django.db import migrations

from core.sorting import alphabetical_key
from newcomers.searching import sought_of

BATCH = 1000


def fill(apps, schema_editor):
    Newcomer = apps.get_model("newcomers", "Newcomer")
    rows = []
    for person in Newcomer.objects.order_by("pk").iterator(chunk_size=BATCH):
        person.sought = sought_of(person.name, person.email, person.phone)
        person.sorted_as = alphabetical_key(person.name or person.email, "nb")[:120]
        rows.append(person)
        if len(rows) >= BATCH:
            Newcomer.objects.bulk_update(rows, ["sought", "sorted_as"])
            rows = []
    Newcomer.objects.bulk_update(rows, ["sought", "sorted_as"])


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0004_people")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
