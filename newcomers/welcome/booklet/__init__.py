"""A welcome package on paper: booklet, last pages, labels, poster and calling card.

What is printed is made of a package's resolved content, plain JSON, and of nothing else: `values` makes of it
what the templates `booklet*.typ` take. The web page stays the accessible form, and the booklet says so.
"""
