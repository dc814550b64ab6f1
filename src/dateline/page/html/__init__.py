"""HTML → lines and head: the page is parsed once and its tree walked once, without recursion. The one room of the HTML parser."""
