"""Production's settings, and one address more: a view that does nothing, behind all of our middlewares."""

from config.settings.production import *  # noqa: F403  settings are all of its names

ROOT_URLCONF = "benchmarks.pages.addresses"
