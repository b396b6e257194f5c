FROM python:3.13-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/* \
    && pip install --no-cache-dir uv==0.13.9 \
    && useradd --create-home --home-dir /app kontaktpunkt

WORKDIR /app
USER kontaktpunkt
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 UV_NO_CACHE=1

COPY --chown=kontaktpunkt pyproject.toml .python-version ./
RUN uv sync --no-dev

COPY --chown=kontaktpunkt . .
RUN pybabel compile --domain django --directory locale \
    && SECRET_KEY=of-the-build python manage.py collectstatic --noinput

EXPOSE 8000
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", \
     "--timeout-keep-alive", "130", "--timeout-graceful-shutdown", "5"]
