"""Where frames come from: cameras, files and streams, each behind one protocol."""
