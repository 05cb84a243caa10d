"""When votes are taken and what they come to."""
