"""What was charged for each month, what is owed, and calculations on request."""
