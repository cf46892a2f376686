"""Django as a WSGI application: what `alongside.asgi` stands in front of."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings.local")
application = get_wsgi_application()
