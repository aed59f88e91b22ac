"""Conversations: messages, turns, the queue, handover to a person, and the event stream."""
