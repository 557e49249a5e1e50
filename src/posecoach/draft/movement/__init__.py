"""What the recorded movement is: its measures over time, ranked, and its repetitions."""
