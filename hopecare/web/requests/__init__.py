"""One schema a verb: the only validator of both the pages and the JSON door."""
