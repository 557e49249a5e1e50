"""What the calm pages are made of, and how it looks."""
