"""The parts of the Rasa pipeline that are ours; they run in the bot's environment (Python 3.10, Rasa 3.6).

Rasa finds them by dotted path, so the project root must be the working directory or on ``PYTHONPATH``.
"""
