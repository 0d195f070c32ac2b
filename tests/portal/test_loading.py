"""What a new portal begins with: loaded once, found at once, and never changed by loading it again."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.models import Organisation, Page, PrtrPollutant, SearchEntry
from portal.models.accounts import DATA_STEWARD

pytestmark = pytest.mark.django_db
OURS = ("portal", "requests_registry", "events", "publications")


@pytest.fixture
def loaded():
    load()


def load():
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)


def everything():
    """Every row of every table of ours, but for the search rows, which are looked at by themselves."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models() if model is not SearchEntry]
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in models}


def test_loading_twice_changes_nothing(loaded):
    before = everything()
    load()
    assert everything() == before


def test_what_staff_changed_stays(loaded):
    Organisation.objects.filter(slug="ncoc").update(name_ru="Новое имя")
    Page.objects.filter(slug="about").update(lead_ru="Новая вводка")
    load()
    assert Organisation.objects.get(slug="ncoc").name_ru == "Новое имя"
    assert Page.objects.get(slug="about").lead_ru == "Новая вводка"


def test_pollutants_that_an_older_portal_knew_in_english_alone_get_their_names_where_nobody_gave_any():
    older = {62: "Benzene", 72: "Polycyclic aromatic hydrocarbons (PAHs)b)", 1: "Methane, as we call it"}
    PrtrPollutant.objects.bulk_create([PrtrPollutant(number=number, name_en=name) for number, name in older.items()])
    PrtrPollutant.objects.create(number=2, name_en="Carbon monoxide (CO)", name_kk="Иіс газы")
    call_command("load_reference", verbosity=0)
    names = {one.number: (one.name_kk, one.name_ru, one.name_en) for one in PrtrPollutant.objects.all()}
    assert names[62] == ("Бензол", "Бензол", "Benzene")
    assert (names[72][2], "" in names[72]) == ("Polycyclic aromatic hydrocarbons (PAHs)", False)
    assert (names[1], names[2]) == (("", "", "Methane, as we call it"), ("Иіс газы", "", "Carbon monoxide (CO)"))


def test_the_fifty_nine_holders_are_there_with_their_law(loaded, client):
    assert Organisation.objects.filter(information_holder__isnull=False).count() == 59
    assert "401-V" in client.get("/ru/organisations/ncoc/").content.decode()


def test_everything_loaded_is_found_in_three_languages(loaded):
    listed = {code: SearchEntry.objects.listed(code).count() for code in ("kk", "ru", "en")}
    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert listed["kk"] == listed["ru"] == listed["en"] > 200
    assert {"dataset", "event", "publication", "page", "organisation", "term"} <= kinds


def test_a_role_of_an_older_portal_may_do_what_newer_tables_need_and_keeps_what_was_taken_away():
    call_command("load_reference", verbosity=0)
    stewards = Group.objects.get(name=DATA_STEWARD)
    stewards.permissions.remove(*stewards.permissions.filter(content_type__model="release"))
    stewards.permissions.remove(stewards.permissions.get(codename="delete_station"))

    call_command("load_reference", verbosity=0)

    assert stewards.permissions.filter(codename="add_release").exists()
    assert not stewards.permissions.filter(codename="delete_station").exists()
