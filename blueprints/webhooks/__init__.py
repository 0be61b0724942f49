"""The door for phone networks: what became of words, and words that come in."""
