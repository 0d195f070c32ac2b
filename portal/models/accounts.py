from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import LANGUAGE_NAMES

# What a person may do is said by groups of these names, made by `load_reference` with their permissions.
REGISTRAR = "registrar"
EDITOR = "editor"
DATA_STEWARD = "data steward"
LAWYER = "lawyer"
ROLES = (REGISTRAR, EDITOR, DATA_STEWARD, LAWYER)


class User(AbstractUser):
    """A member of the centre's staff. Citizens need no account."""

    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="ru")

    class Meta(AbstractUser.Meta):
        pass

    def has_role(self, role):
        return self.is_active and (self.is_superuser or role in self.role_names)

    @property
    def role_names(self):
        if not hasattr(self, "_role_names"):
            self._role_names = set(self.groups.values_list("name", flat=True))
        return self._role_names
