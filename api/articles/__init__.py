"""Answers from the knowledge base: found, composed with figures in force, computed where the question has numbers."""
