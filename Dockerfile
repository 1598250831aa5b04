# Pantau in a container: it crawls by itself, as a user without rights; all that it keeps is in /data.
# docs/operations.md tells how to build and run it.
FROM python:3.11-slim-bookworm AS build
RUN python -m venv /opt/pantau
ENV PATH=/opt/pantau/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements.txt ./
RUN pip install --require-hashes --requirement requirements.txt
COPY setup.py pyproject.toml requirements.in README.md LICENSE NOTICE ./
COPY entities entities
COPY crawler crawler
COPY spiders spiders
COPY indexer indexer
COPY state state
COPY app app
COPY samples samples
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin pantau \
    && install --directory --owner pantau --group pantau /data
COPY --from=build /opt/pantau /opt/pantau
ENV PATH=/opt/pantau/bin:$PATH PYTHONUNBUFFERED=1 PANTAU_INDEX=sqlite:////data/pantau.db
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m --timeout=30s --start-period=1m CMD ["pantau", "run", "--status"]
ENTRYPOINT ["pantau"]
CMD ["run", "--digest-to", "/data/digests", "--backup-to", "/data/backups"]
