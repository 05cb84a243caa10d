"""What a public site is."""
