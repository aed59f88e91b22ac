"""Understanding of a customer's message. Importing this package never imports Rasa."""
