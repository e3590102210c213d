"""The key that second factors are encrypted with: from a secret of the home, never in the database."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings


def cipher() -> Fernet:
    """Return the home's cipher for the secrets of second factors."""
    return Fernet(urlsafe_b64encode(sha256(settings.SECOND_FACTOR_KEY.encode()).digest()))
