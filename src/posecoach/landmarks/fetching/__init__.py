"""Gets the models: what they are made of, where each part comes from, how it is packed."""
