"""Wagtail brings an approval by its group "Moderators" for every page, and that group and "Editors" themselves.

Nobody here is in them: a page that was sent there was locked for its own editors, and only superusers heard
of it. Who works on which page follows from roles.
"""

from django.db import migrations


def take_away(apps, schema_editor):
    workflow_pages = apps.get_model("wagtailcore", "WorkflowPage").objects.all()
    workflows = list(workflow_pages.values_list("workflow", flat=True))
    running = apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow__in=workflows)
    apps.get_model("wagtailcore", "TaskState").objects.filter(
        workflow_state__in=running, status="in_progress"
    ).update(status="cancelled")
    running.filter(status__in=["in_progress", "needs_changes"]).update(
        status="cancelled", current_task_state=None
    )
    workflow_pages.delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(pk__in=workflows).update(active=False)
    apps.get_model("auth", "Group").objects.filter(name__in=["Editors", "Moderators"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]
    operations = [migrations.RunPython(take_away, migrations.RunPython.noop, elidable=False)]
