"""What is logged: events and outcomes, never addresses, tokens or query strings."""

import logging
import re
from typing import Any, Final

# A provider that can only call an address shows its secret there.
_CALL_BACK: Final = re.compile(r"(/kvittering/[\w-]+/[\w-]+/)[^\s?'\"]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the addresses that providers call."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, its message without secrets."""
        said = record.getMessage()
        if "/kvittering/" in said:
            record.msg, record.args = _CALL_BACK.sub(r"\1…", said), ()
        return True


def configuration(site: str) -> dict[str, Any]:
    """Return Django's logging settings for a process. The answering site logs no requests at all."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_secrets": {"()": "laerling.config.logs.WithoutSecrets"}},
        "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_secrets"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "laerling": {"level": "INFO"},
            # Django's request log writes paths, and a path can hold a personal link.
            "django.request": {"level": "CRITICAL" if site == "answering" else "ERROR"},
            "django.security": {"level": "CRITICAL" if site == "answering" else "WARNING"},
            # procrastinate writes job arguments at INFO.
            "procrastinate": {"level": "WARNING"},
            # asyncssh writes user names and addresses at INFO.
            "asyncssh": {"level": "WARNING"},
        },
    }
