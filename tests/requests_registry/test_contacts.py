import pytest

from requests_registry.questions.contacts import plain_email, plain_phone, without_contacts


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("+7 701 999 88 77", "+77019998877"),
        ("8 (701) 999-88-77", "+77019998877"),
        ("87019998877", "+77019998877"),
        ("7019998877", "+77019998877"),
        ("+998 90 123 45 67", "+998901234567"),
        ("12345", None),
        ("+7 701 999 88 77 доб. 5", None),
        ("1" * 16, None),
        ("", None),
    ],
)
def test_a_number_has_one_spelling(written, plain):
    assert plain_phone(written) == plain


def test_an_address_has_one_spelling():
    assert plain_email(" Aigerim@Example.KZ ") == "aigerim@example.kz"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Пишите на aigerim@mail.example.kz.", "Пишите на […]."),
        ("Звоните: 8 701 999 88 77, вечером", "Звоните: […], вечером"),
        ("ИИН 900101300123", "ИИН […]"),
        ("с 01.01.2025 по 31.12.2025", "с 01.01.2025 по 31.12.2025"),
        ("в 2024-2025 годах", "в 2024-2025 годах"),
        ("запрос 2026-0017", "запрос 2026-0017"),
        ("тоннаж 1 250 000", "тоннаж 1 250 000"),
    ],
)
def test_contacts_are_left_out_and_dates_stay(text, left):
    assert without_contacts(text) == left


def test_of_some_contacts_only_those_are_left_out():
    text = "Вам (8 701 999 88 77) ответит акимат: 8 7122 35 45 55, info@akimat.example"

    assert (
        without_contacts(text, only={"+77019998877"})
        == "Вам ([…]) ответит акимат: 8 7122 35 45 55, info@akimat.example"
    )


def test_a_long_nonsense_takes_no_long_time():
    assert without_contacts("8 " * 50_000 + "a@" * 50_000)
