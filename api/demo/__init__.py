"""The demonstration data and their loader."""
