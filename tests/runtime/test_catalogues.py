import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest

from portal.runtime import catalogues

PYTHON = """
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext, pgettext_lazy

name = _("Region")
# Translators: shown beside a number
said = _("two " "halves")
count = ngettext("%(count)d day", "%(count)d days", 3)
month = pgettext_lazy("alt. month", "May")
left = npgettext("deadline", "%(count)d left", "%(count)d left", 2)
"""

TEMPLATE = """{% extends "base.html" %}
  {% block content %}
{% trans "Old spelling" %} {% translate 'Single quotes' %} {% translate "May" context "alt. month" %}
    {{ _("In a variable") }} {{ title|default:_("In a filter") }} {% include "x.html" with label=_("In a tag") only %}
  {% blocktranslate trimmed with name=region.name count days=n %}
      {{ days }} day
      in {{ name }}
  {% plural %}
      {{ days }} days
      in {{ name }}
  {% endblocktranslate %}
{% blocktranslate %}100% of "it"{% endblocktranslate %}
it's an apostrophe, and a ( bracket
{% comment %}Translators: a hint{% endcomment %}
{% translate "Hinted" %}
{% endblock %}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "BASE", tmp_path)
    write(tmp_path / "events" / "models.py", PYTHON)
    write(tmp_path / "templates" / "events" / "list.html", TEMPLATE)
    write(tmp_path / "templates" / "parts" / "ask.html", "{% translate 'Ask' %}")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def keys(room):
    return set(catalogues.words_by_room()[room])


def translate(room, language, msgid, translation, context=None):
    path = catalogues.path_of(room, language)
    catalogue = catalogues.read(room, language)
    catalogue.get(msgid, context).string = translation
    catalogues._write(path, catalogue, language)


def test_words_of_python(project):
    (project / "templates" / "events" / "list.html").unlink()

    assert keys("events") == {
        (None, "Region"),
        (None, "two halves"),
        (None, "%(count)d day"),
        ("alt. month", "May"),
        ("deadline", "%(count)d left"),
    }


def test_words_of_templates(project):
    (project / "events" / "models.py").unlink()

    assert keys("events") == {
        (None, "Old spelling"),
        (None, "Single quotes"),
        ("alt. month", "May"),
        (None, "In a variable"),
        (None, "In a filter"),
        (None, "In a tag"),
        (None, "%(days)s day in %(name)s"),
        (None, '100%% of "it"'),
        (None, "Hinted"),
    }


@pytest.mark.parametrize(
    "source, room",
    [
        ("events/models.py", "events"),
        ("templates/events/list.html", "events"),
        ("templates/base.html", "design"),
        ("templates/parts/ask.html", "design"),
        ("templates/admin/base_site.html", "design"),
        ("manage.py", None),
    ],
)
def test_rooms(source, room):
    assert catalogues.room_of(Path(source)) == room


def test_hints_for_translators(project):
    assert catalogues.words_by_room()["events"][(None, "Hinted")]["comments"] == ["Translators: a hint"]
    assert catalogues.words_by_room()["events"][(None, "two halves")]["comments"] == [
        "Translators: shown beside a number"
    ]


def test_translations_stay_and_old_words_go(project):
    catalogues.collect()
    translate("events", "ru", "Region", "Область")
    write(project / "events" / "models.py", "name = _('Region')\nnew = _('New')\n")
    catalogues.collect()

    found = {message.id: message.string for message in catalogues.read("events", "ru") if message.id}
    assert found["Region"] == "Область"
    assert found["New"] == ""
    assert "two halves" not in found
    assert "#~" not in catalogues.path_of("events", "ru").read_text()


def test_a_word_that_gets_a_plural_is_to_be_translated_again(project):
    catalogues.collect()
    translate("events", "ru", "Region", "Область")
    write(project / "events" / "models.py", "ngettext('Region', 'Regions', 2)")
    catalogues.collect()

    message = catalogues.read("events", "ru").get("Region")
    assert not any(message.string)
    assert not message.fuzzy


def test_collecting_twice_changes_nothing(project):
    catalogues.collect()
    path = catalogues.path_of("events", "kk")
    before = path.read_text(), path.stat().st_mtime_ns

    catalogues.collect()

    assert (path.read_text(), path.stat().st_mtime_ns) == before


def test_only_the_rooms_that_are_named(project):
    catalogues.collect(["design"])

    assert catalogues.path_of("design", "kk").exists()
    assert not catalogues.path_of("events", "kk").exists()


def test_compiled_plurals(project):
    catalogues.collect()
    translate("events", "ru", "%(count)d day", ("%(count)d день", "%(count)d дня", "%(count)d дней"))
    translate("events", "kk", "%(count)d day", ("%(count)d күн",))

    assert len(catalogues.compile_changed()) == 4
    ru, kk = (gettext.GNUTranslations(BytesIO(mo_of(language).read_bytes())) for language in ("ru", "kk"))
    assert [ru.ngettext("%(count)d day", "%(count)d days", n) for n in (1, 3, 11, 21)] == [
        "%(count)d день",
        "%(count)d дня",
        "%(count)d дней",
        "%(count)d день",
    ]
    assert kk.ngettext("%(count)d day", "%(count)d days", 5) == "%(count)d күн"


def test_only_what_changed_is_compiled(project):
    catalogues.collect()
    catalogues.compile_changed()
    assert catalogues.compile_changed() == []

    path = catalogues.path_of("events", "ru")
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 10))

    assert catalogues.compile_changed() == [path]


def mo_of(language):
    return catalogues.path_of("events", language).with_suffix(".mo")
