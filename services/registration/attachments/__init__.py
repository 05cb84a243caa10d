"""Files that founders answer a question with: received, checked, kept with the version they were submitted in."""
