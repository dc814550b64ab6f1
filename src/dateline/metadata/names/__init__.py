"""Who, where and what an article speaks of: people, places and organisations by rules and gazetteers, and what is quoted."""
