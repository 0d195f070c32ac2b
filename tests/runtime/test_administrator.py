import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

GOOD = "Жайық-өзені-2026"


@pytest.fixture
def answers(monkeypatch):
    """Types the answers at the questions, as through a pipe."""

    def type_in(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        call_command("add_administrator")

    return type_in


def test_the_first_administrator(answers):
    answers("aigul", "aigul@example.kz", GOOD, GOOD)

    user = get_user_model().objects.get(username="aigul")
    assert user.is_superuser and user.is_staff and user.check_password(GOOD)
    assert user.email == "aigul@example.kz"


@pytest.mark.parametrize(
    "lines, reason",
    [
        (("aigul", "", "short", "short"), "too short"),
        (("aigul", "", "password1234", "password1234"), "too common"),
        (("aigul", "", "202611222026", "202611222026"), "entirely numeric"),
        (("aigul-sagyn-uly", "", "aigul-sagyn-uly", "aigul-sagyn-uly"), "too similar to the username"),
        (("aigul", "", GOOD, GOOD + "x"), "differ"),
        (("ai gul", "", GOOD, GOOD), "valid username"),
        (("aigul", "no address", GOOD, GOOD), "valid email"),
        (("", "", GOOD, GOOD), "cannot be blank"),
        (("aigul",), "No administrator was made"),
    ],
)
def test_what_is_refused(answers, lines, reason):
    with pytest.raises(CommandError, match=reason):
        answers(*lines)

    assert not get_user_model().objects.exists()


def test_a_name_is_given_once(answers):
    answers("aigul", "", GOOD, GOOD)

    with pytest.raises(CommandError, match="of this name"):
        answers("aigul", "", GOOD, GOOD)


def test_there_is_no_account_that_nobody_made():
    call_command("load_reference", verbosity=0)
    call_command("load_starter", verbosity=0)

    assert not get_user_model().objects.exists()
