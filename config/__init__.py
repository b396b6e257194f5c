"""The house itself: settings, addresses, the server's entry points, what every page shares, a whole team's archive.

Nothing here knows a rule of the method; the apps below it do. Only this package may import all of them.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
