"""The public door: tell us about somebody, or about yourself, and see what became of it."""
