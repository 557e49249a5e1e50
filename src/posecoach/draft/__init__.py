"""A stretch file drafted from one recording of somebody who does the movement."""
