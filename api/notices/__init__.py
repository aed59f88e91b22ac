"""Telling subscribed customers about outages: what is to be told is written with the outage, delivered afterwards."""
