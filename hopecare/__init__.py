"""What the platform decides and does."""
