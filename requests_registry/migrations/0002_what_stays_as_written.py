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

CONSENTS = """
CREATE FUNCTION requests_registry_consents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'words that people agreed to are only added: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consents_stay BEFORE UPDATE OR DELETE ON requests_registry_consenttext
    FOR EACH ROW EXECUTE FUNCTION requests_registry_consents_stay();
"""
CONSENTS_BACK = """
DROP TRIGGER consents_stay ON requests_registry_consenttext;
DROP FUNCTION requests_registry_consents_stay();
"""

# The tokens of encrypted columns may be made anew with another key (manage.py encrypt_again), and nothing else.
LETTERS = """
CREATE FUNCTION requests_registry_issued_letters_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'issued' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND current_setting('portal.encrypting_again', true) = 'on'
       AND to_jsonb(OLD) - 'body' - 'pdf' = to_jsonb(NEW) - 'body' - 'pdf' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued letter stays as it was issued: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER issued_letters_stay BEFORE UPDATE OR DELETE ON requests_registry_letter
    FOR EACH ROW EXECUTE FUNCTION requests_registry_issued_letters_stay();
"""
LETTERS_BACK = """
DROP TRIGGER issued_letters_stay ON requests_registry_letter;
DROP FUNCTION requests_registry_issued_letters_stay();
"""


class Migration(migrations.Migration):
    replaces = [
        ("requests_registry", "0002_history_is_insert_only"),
        ("requests_registry", "0011_consents_stay"),
        ("requests_registry", "0013_issued_letters_stay"),
    ]
    dependencies = [("requests_registry", "0001_foundations")]

    operations = [
        migrations.RunSQL(EVENTS, EVENTS_BACK),
        migrations.RunSQL(CLOCKS, CLOCKS_BACK),
        migrations.RunSQL(CONSENTS, CONSENTS_BACK),
        migrations.RunSQL(LETTERS, LETTERS_BACK),
    ]
