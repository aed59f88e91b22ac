"""Dialogues in plain files, played against a running product over HTTP."""
