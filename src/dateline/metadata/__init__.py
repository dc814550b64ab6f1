"""Read the metadata of a page: title, dates, authors, source, place, tags, language; each as typed, unknown where it is not stated."""
