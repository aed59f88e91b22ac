"""Trained models come into use only when they win on frozen sets; the way back is one command."""
