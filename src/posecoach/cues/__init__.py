"""What is said: when (director), and in which words."""
