"""Understanding of texts, as an endpoint."""
