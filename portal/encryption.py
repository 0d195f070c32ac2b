"""Personal data at rest: encrypted with a key that is not in the database, so that a copy of it tells nobody's name.

`PERSONAL_DATA_KEYS` is a list: the first key encrypts, each of them decrypts. To change the key, put a new one first,
run `manage.py encrypt_again`, and take the old one away.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


class KeyNotFound(Exception):
    """None of PERSONAL_DATA_KEYS is the one with which a value was encrypted."""


def encrypt(text):
    return _box().encrypt(text.encode()).decode()


def decrypt(token):
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise KeyNotFound("PERSONAL_DATA_KEYS lacks the key that this value was encrypted with.") from error


class EncryptedTextField(models.TextField):
    """Text that only the portal can read: the column holds a token. It cannot be searched; an empty text stays empty."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, _expression, _connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        if lookup_name in ("isnull", "exact"):  # exact only with "": no two tokens of one text are equal
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched.")


def encrypted_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def _box():
    return MultiFernet(
        [Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in settings.PERSONAL_DATA_KEYS]
    )
