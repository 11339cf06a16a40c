from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("door", "0002_a_date_is_not_removed_under_its_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="headcount",
            name="source",
            field=models.CharField(
                choices=[("counted", "Counted at the door"), ("answered", "Said by a volunteer")],
                db_default="counted",
                default="counted",
                editable=False,
                max_length=8,
            ),
        ),
    ]
