"""Django's admin under our content security policy: nothing of it may be blocked."""

import pytest
from django.conf import settings

from portal.models import User

ADDRESSES = [
    "/admin/",
    "/admin/portal/organisation/",
    "/admin/portal/organisation/add/",
    "/admin/portal/page/add/",
    "/admin/portal/user/add/",
]


@pytest.fixture
def administrator(client, transactional_db):
    user = User.objects.create_superuser("daniyar", password="a-long-word-for-tests")
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_the_admin_is_blocked(administrator, page_at, live_server, scheme):
    page = page_at(1280, scheme, "ru")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": administrator, "url": live_server.url}])
    for address in ADDRESSES:
        assert page.goto(address).status == 200
    assert page.complaints == []
