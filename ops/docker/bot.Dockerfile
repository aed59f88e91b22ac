# The Rasa bot, on the Python it needs. Its model is trained while the image is built.
FROM python:3.10-slim-bookworm
RUN useradd --create-home --uid 10001 dianda
WORKDIR /srv/dianda
COPY requirements/bot.txt requirements/bot.txt
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/bot.txt
COPY config.yml ./
COPY nlu nlu
COPY models models
COPY bot bot
ENV PYTHONPATH=/srv/dianda RASA_TELEMETRY_ENABLED=false OMP_NUM_THREADS=1 HOME=/home/dianda
RUN mkdir var && chown dianda var && su dianda -c "python -m rasa train --config config.yml --domain bot/domain --data bot/data --out var/bot-models --fixed-model-name dianda"
USER dianda
CMD ["python", "-m", "rasa", "run", "--model", "var/bot-models/dianda.tar.gz", "--port", "8005", "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
