"""The handset: a telephone on screen for any invented person. Development only."""
