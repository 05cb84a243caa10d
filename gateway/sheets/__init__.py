"""What is printed: score sheets and certificates, as PDF."""
