"""The evidence pack as it is said, written as JSON and printed as PDF."""
