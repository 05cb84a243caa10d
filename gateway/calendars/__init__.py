"""Calendar files: an edition's for everybody, and each person's own."""
