"""Real counterparts that run beside the tests."""
