# The action server: small, stateless, any number of them.
FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 dianda
WORKDIR /srv/dianda
COPY requirements/actions.txt requirements/actions.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/actions.txt
COPY nlu/__init__.py nlu/__init__.py
COPY nlu/text nlu/text
COPY actions actions
USER dianda
ENV PYTHONPATH=/srv/dianda PYTHONUNBUFFERED=1
CMD ["python", "-m", "rasa_sdk", "--actions", "actions", "--port", "8055"]
