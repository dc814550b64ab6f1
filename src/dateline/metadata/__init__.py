"""What a page says about itself: title, dates, authors, source, place, tags, language; each as typed, unknown where unsaid."""
