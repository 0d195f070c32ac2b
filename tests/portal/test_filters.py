import pytest
from django.http import QueryDict

from portal.models import Organisation, Region
from portal.views.organisations import OrganisationFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    region = Region.objects.create(slug="testland", iso_3166_2="KZ-00", kind="region", name_en="Testland")
    mill = Organisation.objects.create(slug="mill", name_en="Paper mill", kind="operator", region=region)
    office = Organisation.objects.create(slug="office", name_en="Paper office", kind="ministry")
    return mill, office


def filtered(query):
    filterset = OrganisationFilter(QueryDict(query), queryset=Organisation.objects.order_by("slug"))
    return list(filterset.qs), filterset.notes, filterset.query


def test_good_parameters_filter(organisations):
    mill, _office = organisations
    assert filtered("kind=operator&region=testland&name=paper") == (
        [mill],
        [],
        "kind=operator&name=paper&region=testland",
    )


def test_a_wrong_choice_is_left_out_and_said_so(organisations):
    mill, office = organisations
    rows, notes, query = filtered("kind=dragon&name=paper")
    assert rows == [mill, office]
    assert query == "name=paper"
    assert len(notes) == 1 and "dragon" in notes[0]


def test_an_unknown_parameter_is_left_out_and_said_so(organisations):
    rows, notes, query = filtered("dragon=1")
    assert (len(rows), len(notes), query) == (2, 1, "")


@pytest.mark.parametrize(
    "query", ["name=%00", "region=%00&kind=%00", "region=1'--", "name=" + "x" * 10_000, "kind=&kind=&region="]
)
def test_nonsense_never_breaks_a_list(organisations, query):
    rows, _notes, _query = filtered(query)
    assert isinstance(rows, list)
