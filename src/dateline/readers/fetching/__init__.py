"""Web addresses → answers, politely and with limits. No other code in Dateline opens a connection to the web.

Each IP address is checked right before the connection to it, on every redirect. Each answer has a deadline and a maximum size.
Start with `fetcher`. Code that fetches nothing does not import this package.
"""
