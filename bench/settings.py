"""The program's own settings, with a few addresses more."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
