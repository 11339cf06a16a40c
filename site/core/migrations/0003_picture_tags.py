import django.db.models.deletion
import taggit.managers
from django.db import migrations, models


def copy_tags(apps, schema_editor):
    """From taggit's own table, which has every model's tags."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="core", model="picture")
    tagged = apps.get_model("taggit", "TaggedItem").objects.filter(content_type__in=kinds)
    pictures = set(apps.get_model("core", "Picture").objects.values_list("pk", flat=True))
    picture_tag = apps.get_model("core", "PictureTag")
    picture_tag.objects.bulk_create(
        [
            picture_tag(tag_id=tag, content_object_id=picture)
            for tag, picture in tagged.values_list("tag", "object_id")
            if picture in pictures
        ],
        ignore_conflicts=True,
    )
    tagged.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0002_pictures"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_tags",
                        to="core.picture",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture_tags",
                        to="taggit.tag",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="picture",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="core.PictureTag",
                to="taggit.Tag",
                verbose_name="Tags",
            ),
        ),
        migrations.AddConstraint(
            model_name="picturetag",
            constraint=models.UniqueConstraint(fields=("tag", "content_object"), name="picture_tag_unique"),
        ),
        migrations.RunPython(copy_tags, migrations.RunPython.noop),
    ]
