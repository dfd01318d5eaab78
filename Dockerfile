# The decoder of the scanner and the typefaces of pictures and posters, from their
# packages; nothing else of node stays.
FROM node:24.11-bookworm-slim AS scanner
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.11.14-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /srv/peace
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-default-groups --group build
COPY . .
COPY --from=scanner /build/node_modules node_modules
# Keys made here serve only this step and are thrown away with its folder.
RUN VAR_DIR=/tmp/build .venv/bin/python manage.py compile_texts \
 && VAR_DIR=/tmp/build .venv/bin/python manage.py collectstatic --noinput -v 0 \
 && mkdir -p /srv/var/backup && mkdir -m 700 /srv/var/private \
 && chown 10001 /srv/var/private && cp -r /tmp/build/static /srv/var/static \
 && rm -rf /tmp/build node_modules/zxing-wasm node_modules/.package-lock.json \
 && uv sync --frozen --no-default-groups

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin peace
COPY --from=build /srv/peace /srv/peace
COPY --from=build /srv/var /srv/var
WORKDIR /srv/peace
ENV PATH=/srv/peace/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    VAR_DIR=/srv/var
USER peace
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Its settings stand in gunicorn.conf.py.
CMD ["gunicorn"]
