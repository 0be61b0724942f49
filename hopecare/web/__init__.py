"""What every door shares: identity, permits, forms, acts, listings, refusals and the layout."""
