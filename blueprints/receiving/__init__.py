"""The office's page behind its link: no account, nothing of anybody until it is opened by hand."""
