"""Addresses without what nobody sees: somebody who is here twice by that is one person, who may want no mail."""

from django.db import migrations

from core.text import clean_address, same_address


def clean(apps, schema_editor):
    Newcomer = apps.get_model("newcomers", "Newcomer")
    dirty = [row for row in Newcomer.objects.only("email") if row.email != clean_address(row.email)]
    for row in Newcomer.objects.filter(pk__in=[each.pk for each in dirty]).order_by("pk"):
        others = Newcomer.objects.filter(municipality=row.municipality_id).exclude(pk=row.pk)
        same = others.filter(email__iexact=same_address(row.email)).first()
        if same is None:
            row.email = clean_address(row.email)
            row.save(update_fields=["email"])
            continue
        if row.unsubscribed_at and not same.unsubscribed_at:
            same.unsubscribed_at = row.unsubscribed_at
            same.save(update_fields=["unsubscribed_at"])
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("welcome", "0002_known_values"), ("newcomers", "0001_initial")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
