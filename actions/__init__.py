"""The action server: carries a wish from the dialogue to the gateway, and the gateway's answer back into words.

One file a topic; every class in it with an ``intent`` is found by rasa-sdk when the server starts, so adding a class
(and its rule in ``bot/data/rules``) is the registration. What a turn goes through is in ``flow.py``.
"""
