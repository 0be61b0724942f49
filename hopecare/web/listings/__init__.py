"""Every list of the platform, described: columns, filters, rows and whom a row shows."""
