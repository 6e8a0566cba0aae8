"""The web process: Granian serves this."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dps.config.settings")
application = get_wsgi_application()
