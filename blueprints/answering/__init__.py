"""The page of a link in a text: one question, large buttons, no account."""
