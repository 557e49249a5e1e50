"""Where a session goes: screen, voice, record, JSON, video and print."""
