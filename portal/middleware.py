from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.middleware.locale import LocaleMiddleware
from django.urls import set_urlconf
from django.utils.translation import get_language_from_path, get_language_from_request


class LanguageMiddleware(LocaleMiddleware):
    """The address says the language; the cookie remembers a reader whose choice is not what the browser asks for.

    A reader who gets what `/` would give anyway gets no cookie.
    """

    def process_response(self, request, response):
        chosen = get_language_from_path(request.path_info)
        if chosen and response.status_code == 200 and chosen != get_language_from_request(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return super().process_response(request, response)


class MediaHostMiddleware:
    """Under the name for files there is nothing but files: no page, no form, no session to be stolen by one of them."""

    def __init__(self, get_response):
        if not settings.MEDIA_HOST:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if request.get_host() != settings.MEDIA_HOST:
            return self.get_response(request)
        request.urlconf = "portal.media_urls"
        request.COOKIES.clear()
        try:
            return self.get_response(request)
        finally:
            set_urlconf(None)  # Django leaves it in the thread


class ClientAddressMiddleware:
    """Behind our own proxy, REMOTE_ADDR is the reader's address as the proxy saw it, not the proxy's.

    The last entry of X-Forwarded-For is the proxy's own; all before it is what the reader claims.
    """

    def __init__(self, get_response):
        if not settings.BEHIND_PROXY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        seen_by_proxy = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if seen_by_proxy:
            request.META["REMOTE_ADDR"] = seen_by_proxy
        return self.get_response(request)
