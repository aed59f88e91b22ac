"""Editing of knowledge articles: drafts, review by a second person, publishing, history, and gaps customers found."""
