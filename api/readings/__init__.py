"""Interval readings of meters, where a customer's meter sends them."""
