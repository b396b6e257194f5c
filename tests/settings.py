"""The program's own settings in a fresh place, each worker of the test run with its own database."""

import os
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("DATABASE_POOL", "40")  # races hold more connections than a server has threads
os.environ.setdefault("KONTAKTPUNKT_VAR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
if url := os.environ.get("REDIS_URL"):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = urlsplit(url)._replace(path=f"/{worker}").geturl()

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES, VAR_DIR

(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, because races are tried with real connections, and a shared in-memory database has locks of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
