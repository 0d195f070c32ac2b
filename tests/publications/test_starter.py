import pytest
from django.core.management import call_command

from publications.models import Publication
from publications.starter.load import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference():
    call_command("load_reference", verbosity=0)


def test_the_manual_is_a_published_record_without_a_file(client):
    assert load() == {"publications": 1}
    manual = Publication.objects.get()
    assert (manual.type, manual.articles, manual.publisher.slug) == (
        "manual",
        ["6", "7", "8"],
        "zhaiyk-caspian-aarhus-centre",
    )
    assert [(version.language, version.is_original) for version in manual.versions.all()] == [("ru", True)]
    assert client.get(f"/kk/publications/{manual.slug}/").status_code == 200


def test_loading_again_changes_nothing_that_staff_changed():
    load()
    Publication.objects.update(title_ru="Другое название")
    assert load() == {"publications": 0}
    assert Publication.objects.get().title_ru == "Другое название"
