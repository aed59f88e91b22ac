"""Training of the classifiers and the encoder; runs in the training environment only."""
