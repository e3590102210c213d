"""Printed pages: what is the same for everybody is rendered once in a process, and each person's own goes into its gaps.

The template stays the one source: it is rendered with marks where something is a person's own, and the page is cut at
the marks. Whatever else it shows is part of the key it is kept by. A page printed is the page rendered, byte for byte:
a test compares them.
"""

import re
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.signals import setting_changed
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from laerling.kernel import clock

_CSRF: Final = "csrf"
# Signs of Unicode's private area: no text has them, and nothing escapes them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_GAP = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_N_SIGNS: Final = CSRF_SECRET_LENGTH
_SIGNS: Final = CSRF_ALLOWED_CHARS
_PLACE: Final = {sign: place for place, sign in enumerate(_SIGNS)}
# Some hundred are in use: pages times languages times which questions apply. One is about ten kilobytes.
_MOST_SHEETS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with gaps. `places` tells which of the pieces are the gaps of each name."""

    pieces: tuple[bytes, ...]
    places: Mapping[str, tuple[int, ...]]

    @classmethod
    def cut(cls, text: str) -> "Sheet":
        """Cut a page at its marks."""
        pieces = _GAP.split(text)
        places: dict[str, tuple[int, ...]] = {}
        for place in range(1, len(pieces), 2):
            places[pieces[place]] = (*places.get(pieces[place], ()), place)
            pieces[place] = ""
        return cls(tuple(piece.encode() for piece in pieces), places)

    def filled(self, own: Mapping[str, str]) -> bytes:
        """Return the page with somebody's own in its gaps; a gap without any stays empty. Plain text is escaped."""
        pieces = list(self.pieces)
        for name, value in own.items():
            for place in self.places.get(name, ()):
                pieces[place] = conditional_escape(value).encode()
        return b"".join(pieces)


_sheets: dict[Hashable, Sheet] = {}


def gap(name: str) -> SafeString:
    """Return the mark to give a template in place of something of a person's own."""
    return mark_safe(f"{_OPEN}{name}{_CLOSE}")  # noqa: S308  two signs and a name of our own


def printed(
    request: HttpRequest,
    template: str,
    shown: Callable[[], Mapping[str, Any]],
    *,
    key: Hashable,
    own: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a page made once for all who get the same `key`, and `own` in its gaps.

    `shown` returns the template's context, with `gap(name)` for what is in `own`; it is called only where the page is
    not printed yet. Everything else in the context that differs between people must be in `key`.
    """
    sheet = _sheet(request, template, shown, key)
    mine = dict(own or {})
    if _CSRF in sheet.places:
        mine[_CSRF] = _csrf_token(request)
    return HttpResponse(sheet.filled(mine))


def _csrf_token(request: HttpRequest) -> str:
    """Return what Django's `get_token` returns, drawing the mask's 32 signs at once and not one by one."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None or len(secret) != _N_SIGNS:
        return get_token(request)
    mask = [byte % len(_SIGNS) for byte in secrets.token_bytes(_N_SIGNS)]
    masked = ((_PLACE[sign] + shift) % len(_SIGNS) for sign, shift in zip(secret, mask, strict=True))
    return "".join(_SIGNS[place] for place in (*mask, *masked))


def forget(**_changed: object) -> None:
    """Throw away what is printed: settings have changed, as they do in tests only."""
    _sheets.clear()


setting_changed.connect(forget)


def _sheet(request: HttpRequest, template: str, shown: Callable[[], Mapping[str, Any]], key: Hashable) -> Sheet:
    # The frame of a page repeats its whole address; an address with more in it than its path is not worth keeping.
    is_kept = not settings.DEBUG and not request.META.get("QUERY_STRING")
    minute = clock.now().replace(second=0, microsecond=0) if settings.DEMO else None
    whole = (template, request.path, get_language(), minute, key)
    sheet = _sheets.get(whole) if is_kept else None
    if sheet is None:
        sheet = Sheet.cut(render_to_string(template, {**shown(), "csrf_token": gap(_CSRF)}, request))
        if is_kept:
            if len(_sheets) >= _MOST_SHEETS:
                _sheets.clear()
            _sheets[whole] = sheet
    return sheet
