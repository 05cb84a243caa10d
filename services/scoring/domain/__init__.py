"""What a contest's rules say about marks, places and results. Plain Python, exact numbers."""
