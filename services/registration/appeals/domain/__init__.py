"""What an appeal is, and until when one may be filed."""
