from django.conf import settings
from django.middleware.locale import LocaleMiddleware
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
