"""What customers think of an answer."""
