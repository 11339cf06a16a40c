"""Full-text search: words in five languages, typing errors, an index that is kept outside the request.

What is indexed is a `Findable`, which stands for a row of some room's; Wagtail's search backend keeps its
words. A room says which of its rows can be found and by which words (`kinds`), and marks what has changed
(`marking`); a worker does the rest (`indexing`). Who asks has what was typed read by `asking`, and says what
may be shown.
"""
