"""Which language a page is shown in: the one chosen, else bokmål, or nynorsk where the browser asks for it first.

A browser set to English says little about its reader here, so English is shown to those who choose it.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Respond = Callable[[HttpRequest], HttpResponseBase]

_NORWEGIAN = {"nb": "nb", "no": "nb", "nn": "nn"}


def languages(get_response: Respond) -> Respond:
    """Show each page in its reader's language."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        translation.activate(_chosen(request) or asked_for(request.headers.get("Accept-Language", "")))
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    return respond


def _chosen(request: HttpRequest) -> str | None:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return code if code in dict(settings.LANGUAGES) else None


@lru_cache(maxsize=1_000)
def asked_for(header: str) -> str:
    """Return the Norwegian form the browser puts first, bokmål if none. Browsers list languages in order."""
    codes = (wish.split(";")[0].strip().split("-")[0] for wish in header.lower().split(","))
    return next((_NORWEGIAN[code] for code in codes if code in _NORWEGIAN), settings.LANGUAGE_CODE)
