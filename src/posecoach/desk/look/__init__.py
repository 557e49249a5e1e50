"""One look at the user: their posture, their own upright, and what differs between both."""
