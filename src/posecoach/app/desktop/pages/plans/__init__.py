"""The pages of the user's plans: all of them, one that is changed, and what they hold in words."""
