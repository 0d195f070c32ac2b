import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from portal.encryption import EncryptedTextField, KeyNotFound, decrypt, encrypt

field = EncryptedTextField()


def test_what_is_stored_tells_nothing_and_is_read_back():
    stored = field.get_prep_value("Әсел Ғалымқызы, 000101400011")

    assert "Әсел" not in stored
    assert field.from_db_value(stored, None, connection) == "Әсел Ғалымқызы, 000101400011"


def test_an_empty_text_stays_empty():
    assert field.get_prep_value("") == field.from_db_value("", None, connection) == ""


def test_an_old_key_still_decrypts_and_the_first_one_encrypts(settings):
    settings.PERSONAL_DATA_KEYS = ["old"]
    token = encrypt("Әсел")
    settings.PERSONAL_DATA_KEYS = ["new", "old"]
    assert decrypt(token) == "Әсел"

    token = encrypt("Әсел")
    settings.PERSONAL_DATA_KEYS = ["new"]
    assert decrypt(token) == "Әсел"


def test_a_missing_key_is_named_and_not_taken_for_an_empty_text(settings):
    token = encrypt("Әсел")
    settings.PERSONAL_DATA_KEYS = ["another"]

    with pytest.raises(KeyNotFound, match="PERSONAL_DATA_KEYS"):
        decrypt(token)


@isolate_apps("portal")
def test_an_encrypted_column_cannot_be_searched():
    class Letter(models.Model):
        name = EncryptedTextField()

        class Meta:
            app_label = "portal"

    with pytest.raises(FieldError, match="cannot be searched"):
        str(Letter.objects.filter(name__icontains="Әсел").query)
