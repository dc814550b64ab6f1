"""Exports of press databases: one file with many articles, each with the fields that the database adds."""
