"""The entry of a web server such as gunicorn: `gunicorn wsgi:app`."""

import os

from hopecare.app import create_app
from hopecare.settings import Settings

app = create_app(Settings.from_env(os.environ))
