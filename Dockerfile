# One image for web, worker and commands. The tests run on this Python; no compiler and no development tool is in it.
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /opt/hopecare/.venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/hopecare/.venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --no-deps -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/hopecare/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FLASK_APP=wsgi \
    HOPECARE_ENVIRONMENT=production \
    HOPECARE_HOST=0.0.0.0 \
    HOPECARE_PORT=8000 \
    HOPECARE_WORKER_EMBEDDED=no \
    HOPECARE_DATA_DIR=/var/lib/hopecare
# NanumGothic, in which evidence packs are printed.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fonts-nanum \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 hopecare \
    && useradd --uid 10001 --gid hopecare --no-create-home --home-dir /var/lib/hopecare --shell /usr/sbin/nologin hopecare \
    && install --directory --owner hopecare --group hopecare --mode 0700 /var/lib/hopecare
WORKDIR /opt/hopecare
COPY --from=packages /opt/hopecare/.venv .venv
COPY wsgi.py LICENSE ./
COPY hopecare hopecare
COPY blueprints blueprints
COPY models models
COPY notifications notifications
COPY deploy deploy
# The program belongs to root and is only read; the data folder is the one place that is written to.
USER 10001:10001
VOLUME /var/lib/hopecare
EXPOSE 8000
# Unwell also when the worker is silent: the answer names its silent jobs.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "deploy/health.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn_conf.py", "wsgi:app"]
