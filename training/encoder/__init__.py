"""The encoder of our own: masked-language pretraining, contrastive training, fine-tuning, export.

`bundling` turns the texts into arrays; `stages` runs on those alone, so that a machine with a GPU needs no texts.
"""
