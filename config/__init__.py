"""The house itself: settings, addresses, the server's entry points, what every page shares, a whole team's archive.

Nothing here knows a rule of the method; the apps below it do. Only this package may import all of them. `api` is the
JSON API, `demo` the team that `make start` shows, `sqlite` and `formats` put right what Django does otherwise.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
