"""Classification of ticket texts on request; nothing is stored."""
