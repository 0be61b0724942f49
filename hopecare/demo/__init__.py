"""The demonstration: two towns, invented people, and their stories told through the real verbs."""
