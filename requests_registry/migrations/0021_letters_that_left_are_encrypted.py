from django.db import migrations

from portal.encryption import KeyNotFound, decrypt, encrypt


def encrypt_texts(apps, schema_editor):
    """Letters that left before their text was encrypted. May run twice: what is encrypted stays as it is."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, text FROM requests_registry_sentmail WHERE text <> ''")
        for key, text in cursor.fetchall():
            if not _is_encrypted(text):
                cursor.execute("UPDATE requests_registry_sentmail SET text = %s WHERE id = %s", [encrypt(text), key])


def _is_encrypted(text):
    try:
        decrypt(text)
    except KeyNotFound:
        return False
    return True


class Migration(migrations.Migration):
    dependencies = [("requests_registry", "0020_letters_that_leave_are_encrypted")]

    operations = [migrations.RunPython(encrypt_texts, migrations.RunPython.noop)]
