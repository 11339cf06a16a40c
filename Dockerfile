# syntax=docker/dockerfile:1

# --- Style sheets, fonts and htmx -----------------------------------------------------------------
FROM node:22-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

# --- Packages, static files and translations ------------------------------------------------------
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements/base.txt /tmp/base.txt
RUN pip install --require-hashes --requirement /tmp/base.txt
WORKDIR /app
COPY . .
COPY --from=assets /assets/node_modules node_modules
RUN python -m scripts.build_static && python -m scripts.build_typefaces && rm -rf node_modules
RUN python -m scripts.compile_catalogues locale*/*/LC_MESSAGES/*.po
# The key is for this one command: collectstatic signs nothing, but Django does not start without one.
RUN SECRET_KEY=collectstatic \
    PYTHONPATH=/app:/app/site \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/app/staticfiles \
    python manage.py collectstatic --noinput

# --- What runs ------------------------------------------------------------------------------------
FROM python:3.13-slim AS runtime
# site/ is a second source root beside the top folder: it holds config and core.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    STATIC_ROOT=/app/staticfiles \
    MEDIA_ROOT=/media \
    PORT=8000 \
    WEB_WORKERS=2 \
    WEB_THREADS=4
# pg_dump and pg_restore, for manage.py backup and restore: at least of the server's version.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin moteplass \
    && install --directory --owner=moteplass /media /backups
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
# Owned by root: what runs cannot change its own code.
COPY --from=build /app /app
USER 10001
VOLUME /media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz/live', timeout=4)"]
# No access log: it would hold addresses of people. Requests are logged by the application, without them.
CMD ["sh", "-c", "exec gunicorn config.wsgi --bind 0.0.0.0:$PORT --worker-class gthread --workers $WEB_WORKERS --threads $WEB_THREADS --worker-tmp-dir /dev/shm --no-control-socket --max-requests 2000 --max-requests-jitter 200"]
