"""The door a WSGI server knocks on."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laerling.config.settings")

application = get_wsgi_application()
