"""The customers' chat page and the agents' page."""
