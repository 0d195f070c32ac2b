from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [("requests_registry", "0010_questions_of_citizens")]

    operations = [migrations.RunSQL(CONSENTS, CONSENTS_BACK)]
