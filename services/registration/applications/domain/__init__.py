"""What is asked of founders and until when, and what they answer."""
