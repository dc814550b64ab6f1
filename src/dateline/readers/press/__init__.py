"""Exports of press databases: one file, many articles, each with the fields that the database gives it."""
