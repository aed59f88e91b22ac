"""Matters that somebody must handle: filing, triage, deadlines, handling, merging."""
