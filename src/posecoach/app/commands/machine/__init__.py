"""The commands about this installation: settings, checks, a bug report, the menu."""
