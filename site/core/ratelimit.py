"""Rate limits on forms that send mail. The address is the client's, behind one trusted proxy."""

from django_ratelimit.decorators import ratelimit

# A household or a library shares one address: ten a minute is far above what people do and below what robots
# do.
limit_form = ratelimit(key="ip", rate="10/m", method="POST", block=True)
