"""Codes of an app, each used once."""

from uuid import UUID

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from django.core.cache import cache


def is_first_use(account_id: UUID, code: str) -> bool:
    """Return whether a code that fits is used for the first time, and remember it for as long as it would fit.

    django-allauth remembers it for half a minute, and takes it for one step before and after its own as well.
    """
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"code:{account_id}:{normalize_user_code(code)}", 1, timeout=seconds))
