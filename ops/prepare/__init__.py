"""Makes a fresh machine ready: checks, environments, Redis, database, index, the bot's model."""
