"""The volunteers' door: what is asked of me, what I took on, when I rest; for a phone."""
