"""The columns go in which mail was claimed; apart from the change of rows, because PostgreSQL wants it so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signups", "0005_mail_goes_by_the_outbox")]

    operations = [
        migrations.RemoveField(model_name="signup", name="confirmation_sent_at"),
        migrations.RemoveField(model_name="signup", name="reminder_sent_at"),
        migrations.RenameField(
            model_name="signup", old_name="cancellation_sent_at", new_name="receipt_left_at"
        ),
        migrations.AlterField(
            model_name="signup",
            name="receipt_left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="receipt left at"),
        ),
    ]
