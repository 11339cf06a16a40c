"""A number is written one way, and a family that shares an address has places for each of its members."""

import django.db.models.functions.text
from django.db import migrations, models

from core.telephone import same_telephone


def write_numbers_one_way(apps, schema_editor):
    Signup = apps.get_model("signups", "Signup")
    for row in Signup.objects.exclude(phone="").only("phone").iterator():
        if row.phone != same_telephone(row.phone):
            Signup.objects.filter(pk=row.pk).update(phone=same_telephone(row.phone))


class Migration(migrations.Migration):
    dependencies = [("signups", "0006_no_claims")]

    operations = [
        migrations.RunPython(write_numbers_one_way, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="signup", name="signup_once_per_date"),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                django.db.models.functions.text.Lower("name"),
                models.F("occurrence"),
                condition=models.Q(status="confirmed") & ~models.Q(email=""),
                name="signup_once_per_person_and_date",
            ),
        ),
    ]
