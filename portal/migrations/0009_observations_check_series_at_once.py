from django.db import migrations

# Django's foreign keys are checked at the end of the transaction: for ten million rows the server would keep ten million
# notes in memory until then. Checked at the end of each statement, a chunk of an import costs no more than the chunk.
AT_ONCE = """
DO $$
DECLARE name text;
BEGIN
    SELECT conname INTO name FROM pg_constraint
    WHERE conrelid = 'portal_observation'::regclass AND contype = 'f' AND confrelid = 'portal_series'::regclass;
    EXECUTE format('ALTER TABLE portal_observation ALTER CONSTRAINT %I NOT DEFERRABLE', name);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_search_stems"), ("portal", "0008_search_kinds_of_stations")]

    operations = [migrations.RunSQL(AT_ONCE, migrations.RunSQL.noop)]
