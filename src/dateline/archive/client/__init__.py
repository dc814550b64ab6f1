"""A client of the archive on a server: the reading half of `Archive`, over the API and with the same values as answers.

`Archive.connect` is the entry point. A program that connects to nothing imports nothing from here.
"""
