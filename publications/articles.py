"""The articles of the Aarhus Convention that a publication can be about, with their titles."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

TITLES = {
    "1": _("Objective"),
    "2": _("Definitions"),
    "3": _("General provisions"),
    "4": _("Access to environmental information"),
    "5": _("Collection and dissemination of environmental information"),
    "6": _("Public participation in decisions on specific activities"),
    "6bis": _("Public participation in decisions on genetically modified organisms"),
    "7": _("Public participation concerning plans, programmes and policies relating to the environment"),
    "8": _("Public participation during the preparation of legally binding normative instruments"),
    "9": _("Access to justice"),
}
CHOICES = [(number, format_lazy("{}. {}", number, title)) for number, title in TITLES.items()]
