from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_telephone")]

    operations = [
        migrations.CreateModel(
            name="PublicWrite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
        ),
        # Its triggers are made after every migration (`home.public_tables`); without the table they go.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP FUNCTION IF EXISTS core_note_public_write() CASCADE"),
    ]
