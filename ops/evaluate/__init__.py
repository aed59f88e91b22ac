"""What the product gets right, measured: understanding, tickets, knowledge, bills."""
