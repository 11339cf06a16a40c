import django.contrib.postgres.indexes
from django.db import migrations, models

import core.fields

# A date is shown while it is public and not silent. One that goes to another municipality is noted in both.
# Dates are made by the thousand: those are noted by one statement.
DATES = """
CREATE FUNCTION exchange_note_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    VALUES ('date', OLD.public_id::text, OLD.municipality_id, clock_timestamp());
    IF TG_OP = 'UPDATE' THEN
        IF NEW.municipality_id <> OLD.municipality_id THEN
            INSERT INTO exchange_publicchange (kind, key, municipality, at)
            VALUES ('date', NEW.public_id::text, NEW.municipality_id, clock_timestamp());
        END IF;
        IF (NEW.is_public, NEW.is_silent) IS DISTINCT FROM (OLD.is_public, OLD.is_silent) THEN
            INSERT INTO exchange_publicchange (kind, key, municipality, at)
            VALUES ('event', NEW.event_id::text, NEW.municipality_id, clock_timestamp());
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION exchange_note_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'date', public_id::text, municipality_id, clock_timestamp()
    FROM made WHERE is_public AND NOT is_silent;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_dates_made AFTER INSERT ON events_occurrence
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_dates();
CREATE TRIGGER exchange_date_gone AFTER DELETE ON events_occurrence
    FOR EACH ROW WHEN (OLD.is_public AND NOT OLD.is_silent) EXECUTE FUNCTION exchange_note_date();
CREATE TRIGGER exchange_date_changed AFTER UPDATE ON events_occurrence FOR EACH ROW WHEN (
    (OLD.is_public OR NEW.is_public)
    AND (OLD.changed_at, OLD.sequence, OLD.restated, OLD.status, OLD.starts_at, OLD.ends_at, OLD.venue_id,
         OLD.category, OLD.municipality_id, OLD.is_public, OLD.is_silent)
    IS DISTINCT FROM
        (NEW.changed_at, NEW.sequence, NEW.restated, NEW.status, NEW.starts_at, NEW.ends_at, NEW.venue_id,
         NEW.category, NEW.municipality_id, NEW.is_public, NEW.is_silent)
) EXECUTE FUNCTION exchange_note_date();
"""
NO_DATES = """
DROP TRIGGER exchange_dates_made ON events_occurrence;
DROP TRIGGER exchange_date_gone ON events_occurrence;
DROP TRIGGER exchange_date_changed ON events_occurrence;
DROP FUNCTION exchange_note_date();
DROP FUNCTION exchange_note_dates();
"""
# Everything else has its municipality on the row, and its kind as the trigger's argument.
ROWS = """
CREATE FUNCTION exchange_note_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        VALUES (TG_ARGV[0], OLD.id::text, OLD.municipality_id, clock_timestamp());
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.municipality_id <> OLD.municipality_id) THEN
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        VALUES (TG_ARGV[0], NEW.id::text, NEW.municipality_id, clock_timestamp());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_event_made AFTER INSERT ON events_event
    FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION exchange_note_row('event');
CREATE TRIGGER exchange_event_gone AFTER DELETE ON events_event
    FOR EACH ROW WHEN (OLD.live) EXECUTE FUNCTION exchange_note_row('event');
CREATE TRIGGER exchange_event_changed AFTER UPDATE ON events_event FOR EACH ROW WHEN (
    (OLD.live OR NEW.live)
    AND (OLD.updated_at, OLD.last_published_at, OLD.live, OLD.municipality_id)
    IS DISTINCT FROM (NEW.updated_at, NEW.last_published_at, NEW.live, NEW.municipality_id)
) EXECUTE FUNCTION exchange_note_row('event');
CREATE TRIGGER exchange_organisation_noted AFTER INSERT OR DELETE ON organisations_organisation
    FOR EACH ROW EXECUTE FUNCTION exchange_note_row('organisation');
CREATE TRIGGER exchange_organisation_changed AFTER UPDATE ON organisations_organisation FOR EACH ROW WHEN (
    (OLD.name, OLD.slug, OLD.kind, OLD.orgnr, OLD.website, OLD.about, OLD.hidden_at, OLD.municipality_id)
    IS DISTINCT FROM
    (NEW.name, NEW.slug, NEW.kind, NEW.orgnr, NEW.website, NEW.about, NEW.hidden_at, NEW.municipality_id)
) EXECUTE FUNCTION exchange_note_row('organisation');
CREATE TRIGGER exchange_venue_noted AFTER INSERT OR DELETE ON organisations_venue
    FOR EACH ROW EXECUTE FUNCTION exchange_note_row('venue');
CREATE TRIGGER exchange_venue_changed AFTER UPDATE ON organisations_venue FOR EACH ROW WHEN (
    (OLD.name, OLD.address, OLD.postcode, OLD.place, OLD.latitude, OLD.longitude, OLD.step_free,
     OLD.hearing_loop, OLD.merged_into_id, OLD.municipality_id)
    IS DISTINCT FROM
    (NEW.name, NEW.address, NEW.postcode, NEW.place, NEW.latitude, NEW.longitude, NEW.step_free,
     NEW.hearing_loop, NEW.merged_into_id, NEW.municipality_id)
) EXECUTE FUNCTION exchange_note_row('venue');
"""
NO_ROWS = """
DROP TRIGGER exchange_event_made ON events_event;
DROP TRIGGER exchange_event_gone ON events_event;
DROP TRIGGER exchange_event_changed ON events_event;
DROP TRIGGER exchange_organisation_noted ON organisations_organisation;
DROP TRIGGER exchange_organisation_changed ON organisations_organisation;
DROP TRIGGER exchange_venue_noted ON organisations_venue;
DROP TRIGGER exchange_venue_changed ON organisations_venue;
DROP FUNCTION exchange_note_row();
"""
# A translation of what an organisation does; and a municipality that comes or goes, with all that is there.
OTHERS = """
CREATE FUNCTION exchange_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'organisation', id::text, municipality_id, clock_timestamp() FROM organisations_organisation
    WHERE id = COALESCE(NEW.organisation_id, OLD.organisation_id);
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_organisation_words AFTER INSERT OR UPDATE OR DELETE ON organisations_organisationtext
    FOR EACH ROW EXECUTE FUNCTION exchange_note_words();
CREATE FUNCTION exchange_note_municipality() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'date', public_id::text, municipality_id, clock_timestamp() FROM events_occurrence
        WHERE municipality_id = NEW.kommunenummer AND is_public AND NOT is_silent
    UNION ALL SELECT 'event', id::text, municipality_id, clock_timestamp() FROM events_event
        WHERE municipality_id = NEW.kommunenummer AND live
    UNION ALL SELECT 'organisation', id::text, municipality_id, clock_timestamp()
        FROM organisations_organisation WHERE municipality_id = NEW.kommunenummer AND hidden_at IS NULL
    UNION ALL SELECT 'venue', id::text, municipality_id, clock_timestamp() FROM organisations_venue
        WHERE municipality_id = NEW.kommunenummer AND merged_into_id IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_municipality_changed AFTER UPDATE ON organisations_municipality FOR EACH ROW
    WHEN (OLD.is_active <> NEW.is_active) EXECUTE FUNCTION exchange_note_municipality();
"""
NO_OTHERS = """
DROP TRIGGER exchange_organisation_words ON organisations_organisationtext;
DROP TRIGGER exchange_municipality_changed ON organisations_municipality;
DROP FUNCTION exchange_note_words();
DROP FUNCTION exchange_note_municipality();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_what_became_of_it"),
        ("events", "0027_sign_up_for_a_course"),
        ("organisations", "0016_substitutes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("date", "date"),
                            ("event", "activity"),
                            ("organisation", "organisation"),
                            ("venue", "place"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", core.fields.CharField(max_length=36)),
                ("municipality", core.fields.CharField(max_length=4)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "change of what the public sees",
                "verbose_name_plural": "changes of what the public sees",
                "indexes": [
                    models.Index(fields=["kind", "municipality", "at", "id"], name="public_change_order"),
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="public_change_age"),
                ],
            },
        ),
        migrations.RunSQL(DATES, NO_DATES),
        migrations.RunSQL(ROWS, NO_ROWS),
        migrations.RunSQL(OTHERS, NO_OTHERS),
    ]
