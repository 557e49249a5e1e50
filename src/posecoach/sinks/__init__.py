"""The outputs of a session: screen, voice, record, JSON, video, tape and terminal."""
