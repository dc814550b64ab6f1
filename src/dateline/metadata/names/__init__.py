"""Find the people, places and organisations in an article, by rules and gazetteers, and its quotations."""
