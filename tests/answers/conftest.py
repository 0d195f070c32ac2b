import pytest
from django.contrib.auth.models import Group

from portal.models import User
from portal.models.accounts import DATA_STEWARD
from requests_registry import lifecycle
from requests_registry.mail import receive
from requests_registry.models import MailFile, MailMessage
from tests.documents import offices, pages
from tests.documents.readers import in_this_process  # noqa: F401
from tests.mail.conftest import NOW, asked, mailbox  # noqa: F401
from tests.mail.corpus.making import file_part, mixed, text_part, word
from tests.requests_registry.conftest import aigul, daniyar, file, holder, region, rules, water  # noqa: F401

SECRET = "Serikova"
OPEN = "benzene"
HOLDER = "Серик <a.serikova@ecology.example.kz>"
LETTER = "Жауап. ИИН 850101300124, тел. +7 701 123 45 67.\nЗат | мг/м³\nБензол | 0,12\nТолуол | 0,60"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def answer(asked, daniyar):  # noqa: F811
    """answer("Ответ.pdf", content, …): a public request whose answer came by mail with this file."""
    lifecycle.publish(asked, by=daniyar, at=NOW)

    def came(name="Жауап Серікова.pdf", content=None, letter=LETTER, sender=HOLDER):
        content = pages.paper([(100, 700, SECRET), (100, 600, OPEN)]) if content is None else content
        part = file_part(f'filename="{word(name)}"', content)
        raw = mixed(text_part(letter), part, subject=word("Жауап"), sender=sender)
        receive.process(receive.receive(raw, source="test", at=NOW), at=NOW)
        return MailFile.objects.filter(archive=None).latest("pk")

    return came


@pytest.fixture
def workbook(answer):
    return answer("Кесте.xlsx", offices.xlsx())


@pytest.fixture
def message(answer):
    answer()
    return MailMessage.objects.get()


@pytest.fixture
def staff(client, daniyar):  # noqa: F811
    client.force_login(daniyar)
    return client


@pytest.fixture
def saule(db):
    """A data steward."""
    user = User.objects.create_user("saule")
    user.groups.add(Group.objects.get_or_create(name=DATA_STEWARD)[0])
    return user
