from django.db import migrations

EVENTS = """
CREATE FUNCTION requests_registry_events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of requests are only added: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON requests_registry_requestevent
    FOR EACH ROW EXECUTE FUNCTION requests_registry_events_stay();
"""
EVENTS_BACK = """
DROP TRIGGER events_stay ON requests_registry_requestevent;
DROP FUNCTION requests_registry_events_stay();
"""

# A clock is opened and, once, closed; everything else about it stays as it was counted.
CLOCKS = """
CREATE FUNCTION requests_registry_clocks_only_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_on IS NULL
       AND to_jsonb(OLD) - 'closed_on' - 'closed_why' = to_jsonb(NEW) - 'closed_on' - 'closed_why' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a clock is closed and a new one opened: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER clocks_only_close BEFORE UPDATE OR DELETE ON requests_registry_clock
    FOR EACH ROW EXECUTE FUNCTION requests_registry_clocks_only_close();
"""
CLOCKS_BACK = """
DROP TRIGGER clocks_only_close ON requests_registry_clock;
DROP FUNCTION requests_registry_clocks_only_close();
"""


class Migration(migrations.Migration):
    dependencies = [("requests_registry", "0001_requests_foundations")]

    operations = [
        migrations.RunSQL(EVENTS, EVENTS_BACK),
        migrations.RunSQL(CLOCKS, CLOCKS_BACK),
    ]
