"""Reading Chinese text with nothing but the standard library; runs on Python 3.10 and newer."""
