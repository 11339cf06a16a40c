"""A package is one row per language; here they are looked at together, and frozen for a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Revision

from core.languages import language_codes, pick_language
from newcomers.welcome.models import CampaignEdition, WelcomePackage


@dataclass(frozen=True)
class LanguageState:
    """One language of the site, and how far the package has come in it: "live", "draft" or "missing"."""

    code: str
    state: str
    package: WelcomePackage | None


@dataclass(frozen=True)
class PackageGroup:
    """A package in all its languages. `editions` are {language: row}, drafts too."""

    editions: dict[str, WelcomePackage]

    @property
    def live(self) -> dict[str, WelcomePackage]:
        return {code: package for code, package in self.editions.items() if package.live}

    @property
    def main(self) -> WelcomePackage:
        """The row that stands for all: published before drafts, the oldest first."""
        return next(iter((self.live or self.editions).values()))

    @property
    def key(self) -> UUID:
        return self.main.translation_key

    @property
    def languages(self) -> list[LanguageState]:
        """Every language of the site, in its order."""
        return [self._state(code) for code in language_codes()]

    def _state(self, code: str) -> LanguageState:
        package = self.editions.get(code)
        state = "missing" if package is None else "live" if package.live else "draft"
        return LanguageState(code, state, package)

    @property
    def live_count(self) -> int:
        return len(self.live)

    def sent_instead(self, code: str) -> str | None:
        """The language that a reader of `code` is sent: their own, or along the fallback chain; None if
        nothing is."""
        return pick_language(self.live, code)


def grouped(packages: Iterable[WelcomePackage]) -> list[PackageGroup]:
    """Rows of any number of packages, as packages. `locale` must be loaded."""
    groups: dict[UUID, dict[str, WelcomePackage]] = {}
    for package in packages:
        groups.setdefault(package.translation_key, {})[package.language] = package
    return [PackageGroup(editions) for editions in groups.values()]


def group_of(package: WelcomePackage) -> PackageGroup:
    """The package with all its languages, from any one of them."""
    return grouped(WelcomePackage.objects.languages_of(package).order_by("pk"))[0]


def freeze(package: WelcomePackage) -> Revision:
    """The revision that holds what is published now, whatever is being drafted beside it."""
    return package.live_revision or package.save_revision(changed=False, clean=False)


def frozen_package(*, campaign_id: int, language: str) -> WelcomePackage:
    """The package as the campaign froze it, in the best of its languages for a reader of `language`."""
    editions = {
        edition.language: edition
        for edition in CampaignEdition.objects.filter(campaign=campaign_id).order_by("pk")
    }
    chosen = pick_language(editions, language)
    if chosen is None:
        raise CampaignEdition.DoesNotExist(f"Campaign {campaign_id} has no editions")
    return editions[chosen].revision.as_object()
