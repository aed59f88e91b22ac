from tests.api.conversations.conftest import rasa, redis_url, talk  # noqa: F401
