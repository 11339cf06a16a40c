from django.db import migrations, models

# Whoever has no account any longer is not named, and old words end by the clock: nothing else changes.
GUARD = """
CREATE FUNCTION events_log_is_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.event_id, NEW.at, NEW.what, NEW.acting_as, NEW.version)
        IS DISTINCT FROM (OLD.event_id, OLD.at, OLD.what, OLD.acting_as, OLD.version)
        OR (NEW.user_id IS DISTINCT FROM OLD.user_id AND NEW.user_id IS NOT NULL)
        OR (NEW.before IS DISTINCT FROM OLD.before AND NEW.before <> '{}'::jsonb)
        OR (NEW.after IS DISTINCT FROM OLD.after AND NEW.after <> '{}'::jsonb)
        OR (NEW.why IS DISTINCT FROM OLD.why AND NEW.why <> '')
    THEN RAISE EXCEPTION 'the log is only added to';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER events_log_is_added_to BEFORE UPDATE ON events_logentry
    FOR EACH ROW EXECUTE FUNCTION events_log_is_added_to();
"""
NO_GUARD = """
DROP TRIGGER events_log_is_added_to ON events_logentry;
DROP FUNCTION events_log_is_added_to();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0019_from_workflows")]

    operations = [
        migrations.RemoveField(model_name="event", name="locked"),
        migrations.RemoveField(model_name="event", name="locked_at"),
        migrations.RemoveField(model_name="event", name="locked_by"),
        migrations.DeleteModel(name="MunicipalityApprovalTask"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["municipality"],
                name="event_waits_for_a_yes",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "waiting", "changes", "published", "taken_down"])),
                name="event_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "published"), _negated=True), ("live", True), _connector="OR"
                    ),
                    models.Q(
                        models.Q(("state", "taken_down"), _negated=True), ("live", False), _connector="OR"
                    ),
                ),
                name="event_state_fits_what_is_shown",
            ),
        ),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["event", "-at"], name="log_of_an_event"),
        ),
        migrations.AddConstraint(
            model_name="logentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "what__in",
                        [
                            "created",
                            "changed",
                            "handed_in",
                            "handed_in_again",
                            "published",
                            "approved",
                            "changes_asked_for",
                            "taken_down",
                            "brought_back",
                            "dates_changed",
                            "date_cancelled",
                            "other",
                        ],
                    )
                ),
                name="log_what_known",
            ),
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
