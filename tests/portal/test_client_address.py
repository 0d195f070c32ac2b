import pytest
from django.core.exceptions import MiddlewareNotUsed

from portal.middleware import ClientAddressMiddleware


def seen_address(request):
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    "header, expected",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("10.9.9.9, 203.0.113.7", "203.0.113.7"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_our_proxy_the_address_it_saw_counts(rf, settings, header, expected):
    settings.BEHIND_PROXY = True
    request = rf.get("/", headers={"X-Forwarded-For": header})

    assert ClientAddressMiddleware(seen_address)(request) == expected


def test_without_a_proxy_nobody_is_believed(settings):
    settings.BEHIND_PROXY = False

    with pytest.raises(MiddlewareNotUsed):
        ClientAddressMiddleware(seen_address)
