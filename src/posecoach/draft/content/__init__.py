"""What a drafted stretch file says, from the movement that was found."""
