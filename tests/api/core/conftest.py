from tests.api.conversations.conftest import rasa, redis_url, talk, talk_without_redis  # noqa: F401
