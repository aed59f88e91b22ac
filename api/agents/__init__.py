"""Agents: accounts, login, and the record of what they looked at."""
