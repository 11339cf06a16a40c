"""Who erased themselves is not brought back by the next list: a keyed hash of the address, with an end."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newcomers", "0001_initial"),
        ("organisations", "0005_invitation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForgottenAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="is deleted after")),
                ("digest", models.CharField(max_length=64)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.municipality",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="forgottenaddress",
            constraint=models.UniqueConstraint(
                fields=("municipality", "digest"), name="forgotten_address_unique"
            ),
        ),
    ]
