"""Runs the product's processes on one machine: in order, watched, restarted, and ended together."""
