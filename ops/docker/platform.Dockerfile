# Gateway and triage worker. Built from the repository's root: docker compose build
FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 dianda
WORKDIR /srv/dianda
COPY requirements/platform.txt requirements/platform.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/platform.txt
COPY nlu nlu
COPY triage triage
COPY knowledge knowledge
COPY tariffs tariffs
COPY customers customers
COPY api api
COPY models models
COPY corpus corpus
COPY bot/domain bot/domain
# the golden questions, asked before an article is published
COPY tests/knowledge/questions.jsonl tests/knowledge/questions.jsonl
COPY alembic.ini ./
RUN mkdir var && chown dianda var
USER dianda
ENV PYTHONPATH=/srv/dianda PYTHONUNBUFFERED=1 DIANDA_HOST=0.0.0.0
# open event streams would hold up the end until the engine kills it
CMD ["uvicorn", "api.main:create_app", "--factory", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--timeout-graceful-shutdown", "5"]
