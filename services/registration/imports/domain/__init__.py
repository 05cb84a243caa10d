"""What an import is."""
