"""How things are drawn, whatever they are: text, its font, panels, icons."""
