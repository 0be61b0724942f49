"""Who may help whom, and who is best placed: rules, prices, bands."""
