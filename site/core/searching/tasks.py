"""The tasks of search. They carry nothing: what is to be indexed stands in the rows."""

import structlog
from celery import shared_task

from core.searching import indexing
from core.searching.marking import TASK

logger = structlog.get_logger(__name__)


@shared_task(name=TASK)
def index_due() -> None:
    """At every nudge and every round of beat: what was changed is found by its new words."""
    if indexing.is_new():
        # A database from before there was a search, or one that was filled past it.
        rebuild_index()
    if done := indexing.index_due():
        logger.info("index_due", rows=done)


@shared_task(name="searching.rebuild_index")
def rebuild_index() -> None:
    """Once a day: what is over is forgotten, words and all, and whatever was missed is made good."""
    logger.info("rebuild_index", rows=indexing.rebuild())
