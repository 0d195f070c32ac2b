"""Kazakh, Russian and English: translated columns and the honest fall-back between them.

    class Topic(models.Model):
        name = TranslatedField(models.CharField, _("name"), max_length=200)

declares the columns name_kk, name_ru and name_en. Reading `topic.name` gives a `Text`: the words in the
active language or, where that column is empty, in the next one of `FALLBACK`, and `topic.name.lang` says which.
Templates print it with {% text topic.name %}, which marks a passage in another language with its own lang.
"""

from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("kk", "ru", "en")

# Kazakh and Russian readers share two languages; English readers more often know Russian.
FALLBACK = {
    "kk": ("kk", "ru", "en"),
    "ru": ("ru", "kk", "en"),
    "en": ("en", "ru", "kk"),
}

LANGUAGE_NAMES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class Text(str):
    """A string that knows the language it is written in (None: no language, as for a number)."""

    lang: str | None

    def __new__(cls, value="", lang=None):
        text = super().__new__(cls, value)
        text.lang = lang
        return text


def active_language():
    language = (get_language() or "ru")[:2]
    return language if language in LANGUAGES else "ru"


def best_text(values, language=None):
    """The first filled text of `values` ({"kk": …, "ru": …, "en": …}) in the fall-back order of `language`."""
    for candidate in FALLBACK[language or active_language()]:
        if values.get(candidate):
            return Text(values[candidate], candidate)
    return Text("", None)


class TranslatedField:
    """Three columns of one kind, <name>_kk, <name>_ru and <name>_en, read together as a `Text`.

    Every column may be empty; a model that needs at least one adds `in_some_language("name")` to its constraints.
    """

    def __init__(self, field_class, verbose_name, **options):
        self.field_class = field_class
        self.verbose_name = verbose_name
        self.options = {"blank": True, "default": "", **options}

    def contribute_to_class(self, model, name):
        self.name = name
        for language in LANGUAGES:
            label = format_lazy("{} ({})", self.verbose_name, LANGUAGE_NAMES[language])
            self.field_class(label, **self.options).contribute_to_class(model, f"{name}_{language}")
        setattr(model, name, self)

    def values(self, instance):
        return {language: getattr(instance, f"{self.name}_{language}") for language in LANGUAGES}

    def __get__(self, instance, owner):
        return self if instance is None else best_text(self.values(instance))


def columns(name):
    """The three column names of a translated field, Kazakh first: for forms, admin and queries."""
    return [f"{name}_{language}" for language in LANGUAGES]


def text_in(instance, name, language):
    """The translated field `name` as a reader of `language` sees it."""
    return best_text({code: getattr(instance, f"{name}_{code}") for code in LANGUAGES}, language)


def in_some_language(name):
    """A constraint: the translated field is filled in at least one language."""
    filled = Q()
    for column in columns(name):
        filled |= ~Q(**{column: ""})
    return models.CheckConstraint(condition=filled, name=f"%(app_label)s_%(class)s_has_{name}")
