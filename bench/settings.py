"""The program's own settings, with a few addresses more."""

import os

from config.settings import *  # noqa: F403
from config.settings import CACHES

ROOT_URLCONF = "bench.urls"

if "KONTAKTPUNKT_KEEPS_NO_PAGES" in os.environ:  # every look is the first one after a change
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
