"""Public pages as they were made for the last who asked, until anything in them may be different.

A page that is the same for everybody is marked by its view (`for_everybody`). It is kept with the *stamp* of
all that is public (`stamps`), and answered again while the stamp is the same and the minute has not ended:

* a write to what is public, however it came about (a form, a task, a statement typed by hand), leaves a row
  by a trigger of PostgreSQL in its own transaction: who asks after the commit gets a new page;
* what only the clock changes (what has ended, what is open) changes when a minute begins: no page outlives
  its own.

Kept is what was made for nobody in particular: without a session, without a message, without a cookie that
the view has asked for (`cookies`). Where a form stands in the page, its token is taken out and each gets
their own (`entries`). Without the cache a page is made as it always was.
"""

from core.page_cache.marking import for_everybody, is_for_everybody, mark

__all__ = ["for_everybody", "is_for_everybody", "mark"]
