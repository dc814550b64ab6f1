"""Worker processes, with limits of time and memory for each input."""
