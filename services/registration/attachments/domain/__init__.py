"""What may be attached."""
