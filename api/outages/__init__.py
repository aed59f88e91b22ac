"""Supply interruptions: which one covers an address, how old the news is, who wants to be told."""
