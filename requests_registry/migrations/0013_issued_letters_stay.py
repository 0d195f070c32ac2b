from django.db import migrations

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
    dependencies = [("requests_registry", "0012_letters")]

    operations = [migrations.RunSQL(LETTERS, LETTERS_BACK)]
