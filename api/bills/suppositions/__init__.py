"""What would it cost: a change of a household read from a customer's words, completed by stated assumptions."""
