from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.models import Correction, Dataset, RegionValue, SearchEntry, SectionReading, User

MODELS = ["dataset", "regionvalue", "sectionreading", "riversection", "unit", "parameter", "norm", "licence"]
EMISSIONS = "emissions-stationary-by-region"


@pytest.fixture
def daniyar(client, datasets):
    """A data steward, signed in."""
    user = User.objects.create_user("daniyar", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="data steward"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_a_data_steward_lists_and_opens_everything_of_datasets(daniyar, model):
    listed = daniyar.get(reverse(f"admin:portal_{model}_changelist"))
    first = listed.context["cl"].result_list[0]
    assert daniyar.get(reverse(f"admin:portal_{model}_change", args=[first.pk])).status_code == 200


def test_a_withdrawn_dataset_leaves_the_index_and_a_published_one_comes_back(daniyar, datasets):
    dataset = datasets[EMISSIONS]
    listed = reverse("admin:portal_dataset_changelist")
    rows = SearchEntry.objects.filter(kind="dataset", object_id=dataset.pk)
    daniyar.post(listed, {"action": "withdraw_selected", "_selected_action": [dataset.pk]})
    assert rows.count() == 0
    daniyar.post(listed, {"action": "publish_selected", "_selected_action": [dataset.pk]})
    assert rows.count() == 3


def test_a_changed_figure_changes_the_date_of_its_dataset(daniyar, datasets):
    value = RegionValue.objects.get(dataset=datasets[EMISSIONS], region__slug="atyrau", year=2022)
    form = {
        "dataset": value.dataset_id,
        "region": value.region_id,
        "year": 2022,
        "value": "132.15",
        "reason": "A slip.",
    }
    daniyar.post(reverse("admin:portal_regionvalue_change", args=[value.pk]), form)
    value.refresh_from_db()
    assert str(value.value) == "132.15"
    assert Dataset.objects.get(slug=EMISSIONS).changed_at > datasets[EMISSIONS].changed_at


def test_a_corrected_figure_says_publicly_what_it_was_and_why(daniyar, client, datasets):
    value = RegionValue.objects.get(dataset=datasets[EMISSIONS], region__slug="atyrau", year=2022)
    url = reverse("admin:portal_regionvalue_change", args=[value.pk])
    form = {"dataset": value.dataset_id, "region": value.region_id, "year": 2022}
    assert daniyar.post(url, form | {"value": "132.15"}).status_code == 200  # no reason: the form comes back
    assert not Correction.objects.exists()
    daniyar.post(url, form | {"value": "132.10", "reason": "The same number."})
    daniyar.post(url, form | {"value": "132.15", "reason": "The bureau printed an erratum."})
    correction = Correction.objects.get()
    assert (correction.figure, correction.old_value, correction.new_value) == (
        "KZ-23, 2022",
        Decimal("132.1"),
        Decimal("132.15"),
    )
    page = client.get(f"/en/data/{EMISSIONS}/").content.decode()
    assert "132.1 became 132.15" in page and "The bureau printed an erratum." in page


def test_a_figure_taken_away_leaves_what_it_was(daniyar, client, datasets):
    value = RegionValue.objects.get(dataset=datasets[EMISSIONS], region__slug="atyrau", year=2022)
    daniyar.post(reverse("admin:portal_regionvalue_delete", args=[value.pk]), {"post": "yes"})
    assert "132.1 was taken away" in client.get(f"/en/data/{EMISSIONS}/").content.decode()


def test_deleted_readings_change_the_newest_date_in_the_index(daniyar, datasets):
    september = SectionReading.objects.filter(measured_on="2025-09-01").values_list("pk", flat=True)
    daniyar.post(
        reverse("admin:portal_sectionreading_changelist"),
        {"action": "delete_selected", "_selected_action": list(september), "post": "yes"},
    )
    entry = SearchEntry.objects.get(kind="dataset", language="ru", path="/data/zhaiyk-oil-products-2025/")
    assert entry.date.isoformat() == "2025-05-01"
