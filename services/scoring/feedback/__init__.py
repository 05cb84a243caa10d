"""What founders are told of how their entry was judged."""
