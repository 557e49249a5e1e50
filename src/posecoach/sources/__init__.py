"""Where frames come from: cameras, streams and video files, each behind one protocol."""
