"""HTML → lines and head. The page is parsed once, and its tree is walked once, without recursion."""
