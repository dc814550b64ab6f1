"""Raw document → page: the lines of the document with their layout, from markup or from plain text."""
