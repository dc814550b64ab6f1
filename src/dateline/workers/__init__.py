"""Work in other processes, with limits of time and memory for each input."""
