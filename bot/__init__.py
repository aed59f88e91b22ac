"""The Rasa project: domain, rules, the gateway's channel. Runs in the bot's own environment (Python 3.10)."""
