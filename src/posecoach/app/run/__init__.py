"""One run: its choices, source, model, session and sinks, from the start to its end."""
