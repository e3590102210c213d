"""The door a WSGI server knocks on."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laerling.config.settings")

_pages = get_wsgi_application()

# Only now can anything of the house be imported.
from laerling.portals.answering.gate import Gate  # noqa: E402

application = Gate(_pages) if settings.SITE == "answering" else _pages
