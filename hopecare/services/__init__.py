"""The verbs of the platform: one a file, each with one public function of its file's name."""
