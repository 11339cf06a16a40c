from django.db import migrations

# An activity is shown while a date of it is, and says when the next one is: with its dates it is noted too, made
# or deleted by the thousand in one statement. Where it is at home stands on itself, as long as it is there.
DATES = """
DROP TRIGGER exchange_dates_made ON events_occurrence;
DROP TRIGGER exchange_date_gone ON events_occurrence;
DROP FUNCTION exchange_note_dates();
CREATE FUNCTION exchange_note_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'date', public_id::text, municipality_id, clock_timestamp()
        FROM those WHERE is_public AND NOT is_silent
    UNION ALL
    SELECT 'event', d.event_id::text, COALESCE(e.municipality_id, d.municipality_id), clock_timestamp()
        FROM (
            SELECT DISTINCT event_id, municipality_id FROM those WHERE is_public AND NOT is_silent
        ) d LEFT JOIN events_event e ON e.id = d.event_id;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_dates_made AFTER INSERT ON events_occurrence
    REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_dates();
CREATE TRIGGER exchange_dates_gone AFTER DELETE ON events_occurrence
    REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_dates();
CREATE OR REPLACE FUNCTION exchange_note_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    VALUES ('date', OLD.public_id::text, OLD.municipality_id, clock_timestamp());
    IF NEW.municipality_id <> OLD.municipality_id THEN
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        VALUES ('date', NEW.public_id::text, NEW.municipality_id, clock_timestamp());
    END IF;
    IF (NEW.is_public, NEW.is_silent, NEW.starts_at, NEW.ends_at)
        IS DISTINCT FROM (OLD.is_public, OLD.is_silent, OLD.starts_at, OLD.ends_at) THEN
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        SELECT 'event', id::text, municipality_id, clock_timestamp()
        FROM events_event WHERE id = NEW.event_id;
    END IF;
    RETURN NULL;
END $$;
"""
DATES_BEFORE = """
DROP TRIGGER exchange_dates_made ON events_occurrence;
DROP TRIGGER exchange_dates_gone ON events_occurrence;
DROP FUNCTION exchange_note_dates();
CREATE FUNCTION exchange_note_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'date', public_id::text, municipality_id, clock_timestamp()
    FROM made WHERE is_public AND NOT is_silent;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_dates_made AFTER INSERT ON events_occurrence
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_dates();
CREATE OR REPLACE FUNCTION exchange_note_date() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER exchange_date_gone AFTER DELETE ON events_occurrence
    FOR EACH ROW WHEN (OLD.is_public AND NOT OLD.is_silent) EXECUTE FUNCTION exchange_note_date();
"""
# What an activity says that stands on other rows: its words, who else invites, and what they and the place are
# called.
SAID = """
CREATE FUNCTION exchange_note_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_publicchange (kind, key, municipality, at)
    SELECT 'event', id::text, municipality_id, clock_timestamp() FROM events_event
    WHERE live AND id IN (SELECT event_id FROM those);
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_event_words_made AFTER INSERT ON events_eventtext
    REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_events();
CREATE TRIGGER exchange_event_words_changed AFTER UPDATE ON events_eventtext
    REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_events();
CREATE TRIGGER exchange_event_words_gone AFTER DELETE ON events_eventtext
    REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_events();
CREATE TRIGGER exchange_partner_joined AFTER INSERT ON events_event_co_organisers
    REFERENCING NEW TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_events();
CREATE TRIGGER exchange_partner_left AFTER DELETE ON events_event_co_organisers
    REFERENCING OLD TABLE AS those FOR EACH STATEMENT EXECUTE FUNCTION exchange_note_events();
CREATE FUNCTION exchange_note_events_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'venue' THEN
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        SELECT 'event', id::text, municipality_id, clock_timestamp() FROM events_event
        WHERE live AND venue_id = NEW.id;
    ELSE
        INSERT INTO exchange_publicchange (kind, key, municipality, at)
        SELECT 'event', id::text, municipality_id, clock_timestamp() FROM events_event
        WHERE live AND id IN (
            SELECT id FROM events_event WHERE organisation_id = NEW.id
            UNION SELECT event_id FROM events_event_co_organisers WHERE organisation_id = NEW.id
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER exchange_venue_said AFTER UPDATE ON organisations_venue FOR EACH ROW WHEN (
    (OLD.name, OLD.address, OLD.postcode, OLD.place, OLD.latitude, OLD.longitude, OLD.step_free,
     OLD.hearing_loop)
    IS DISTINCT FROM
    (NEW.name, NEW.address, NEW.postcode, NEW.place, NEW.latitude, NEW.longitude, NEW.step_free,
     NEW.hearing_loop)
) EXECUTE FUNCTION exchange_note_events_of('venue');
CREATE TRIGGER exchange_organisation_said AFTER UPDATE ON organisations_organisation FOR EACH ROW
    WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION exchange_note_events_of('organisation');
"""
NOT_SAID = """
DROP TRIGGER exchange_event_words_made ON events_eventtext;
DROP TRIGGER exchange_event_words_changed ON events_eventtext;
DROP TRIGGER exchange_event_words_gone ON events_eventtext;
DROP TRIGGER exchange_partner_joined ON events_event_co_organisers;
DROP TRIGGER exchange_partner_left ON events_event_co_organisers;
DROP FUNCTION exchange_note_events();
DROP TRIGGER exchange_venue_said ON organisations_venue;
DROP TRIGGER exchange_organisation_said ON organisations_organisation;
DROP FUNCTION exchange_note_events_of();
"""
# Whatever is in a municipality says its name, and is at its address.
MUNICIPALITY = """
CREATE OR REPLACE TRIGGER exchange_municipality_changed AFTER UPDATE ON organisations_municipality FOR EACH ROW
    WHEN (
        OLD.is_active <> NEW.is_active
        OR NEW.is_active AND (OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug)
    ) EXECUTE FUNCTION exchange_note_municipality();
"""
MUNICIPALITY_BEFORE = """
CREATE OR REPLACE TRIGGER exchange_municipality_changed AFTER UPDATE ON organisations_municipality FOR EACH ROW
    WHEN (OLD.is_active <> NEW.is_active) EXECUTE FUNCTION exchange_note_municipality();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_public_changes"),
        ("events", "0028_indexes_that_are_used"),
        ("organisations", "0016_substitutes"),
    ]

    operations = [
        migrations.RunSQL(DATES, DATES_BEFORE),
        migrations.RunSQL(SAID, NOT_SAID),
        migrations.RunSQL(MUNICIPALITY, MUNICIPALITY_BEFORE),
    ]
