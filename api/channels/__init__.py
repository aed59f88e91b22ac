"""Ways in besides our own pages: WeChat Official Account."""
