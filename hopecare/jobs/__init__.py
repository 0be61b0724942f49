"""For each due thing, the transactions around the verbs. What is due lives in the tables."""
