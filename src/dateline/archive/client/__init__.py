"""An archive that a server shows, asked over its API: the reading half of `Archive`, with the same values for answers.

`Archive.connect` is the way in. Who connects to nothing imports nothing of this.
"""
