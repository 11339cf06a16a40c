"""How long a line of a request may be: read by gunicorn wherever it is started.

What is longer gets a page of gunicorn's own. So it lets through what the application has a better answer to:
a list that is asked for with two hundred filters, a program that sends back every ETag it has ever had.
"""

limit_request_line = 8190
limit_request_field_size = 16_384
