"""What an endpoint and a delivery are."""
