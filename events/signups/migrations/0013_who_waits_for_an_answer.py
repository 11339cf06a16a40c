from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signups", "0012_waiting_list_and_courses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("status", "requested")), fields=["occurrence"], name="signup_requested"
            ),
        ),
    ]
