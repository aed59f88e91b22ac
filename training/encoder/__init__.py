"""The encoder of our own: masked-language pretraining, contrastive training, fine-tuning, export.

The modules that run on a GPU machine (model, masked, contrastive, finetune, schedule) import torch and numpy only.
"""
