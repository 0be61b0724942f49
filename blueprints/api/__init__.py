"""The door for other systems: JSON, the same schemas, services and permissions as the pages."""
