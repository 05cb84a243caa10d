"""What the HTTP interface takes and gives, by room of the gateway."""
