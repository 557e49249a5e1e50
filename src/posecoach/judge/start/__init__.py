"""The start position: whether the user rests in it, and what their neutral is there."""
