"""What every room stands on: the user, the image, the page, and rows that end by themselves."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.files import File
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage
from wagtail.models import Page, PageViewRestriction

from core import fields
from core.fields import clean_row
from core.languages import language_choices
from core.picture_files import MAX_PIXELS


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; a user without a password logs in with an e-mailed code."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in: organisers, municipality and county staff. Newcomers need no user."""

    email = fields.EmailField(_("e-mail address"), unique=True)
    name = fields.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=language_choices, blank=True)
    # A mobile number that has been proved to be theirs by a code, for logging in: of nobody else.
    telephone = fields.TelephoneField(_("mobile number"), max_length=20, unique=True, null=True, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Picture(AbstractImage):
    """An image with the credit that its licence asks for. The description is its alternative text."""

    credit = fields.CharField(_("credit"), max_length=200, blank=True)

    tags = TaggableManager(through="core.PictureTag", blank=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Its title and description are columns of Wagtail's.
        clean_row(self)
        super().save(*args, **kwargs)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        # The file's name is never a description: without one the image is decoration.
        return self.description

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Wagtail's, for pictures of a size that we take: pages mark the others as not to be shown."""
        if self.width * self.height > MAX_PIXELS:
            raise SourceImageIOError(f"picture {self.pk} has too many pixels")
        return super().generate_rendition_file(filter, source=source)


class PictureTag(ItemBase):
    """A tag of a picture.

    In a table of its own: what is in taggit's, Wagtail offers to everybody as "popular tags".
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="picture_tags")
    content_object = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="picture_tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="picture_tag_unique"),
        ]

    def __str__(self) -> str:
        return str(self.tag)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique"
            )
        ]


class BasePage(Page):
    """What every page of the site has: the language its words are really in."""

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Before anything is saved, a draft too: titles are columns of Wagtail's."""
        clean_row(self)
        super().full_clean(*args, **kwargs)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail finds them. Where nobody has made any, it is not asked what stands above the page."""
        is_any = getattr(self, "is_any_page_restricted", None)
        if is_any is None:
            is_any = PageViewRestriction.objects.exists()
        if not is_any:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def content_language(self) -> str:
        """The BCP 47 code of the page's words: an alias shows its source's until it is translated."""
        source = self.alias_of or self
        return source.locale.language_code


class PersonalRow(models.Model):
    """A row about a person. It names its purpose (`core.privacy`) and the moment from which it is gone.

    `expires_at` is UTC. The daily job `core.purge_expired` deletes what has passed it and logs the number.
    """

    purpose: str

    expires_at = models.DateTimeField(_("is deleted after"), db_index=True)

    class Meta:
        abstract = True


class Purge(models.Model):
    """One line in the log of the daily job: how many rows of which kind ended, never whose."""

    model = fields.CharField(_("kind of row"), max_length=100)
    purpose = fields.CharField(_("purpose"), max_length=40)
    count = models.PositiveIntegerField(_("rows deleted"))
    made_at = models.DateTimeField(_("deleted at"))

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.model}: {self.count}"


class JobRun(models.Model):
    """When a scheduled job, or a backup, last ended, and how. One row each: `name` is the task's."""

    name = fields.CharField(_("job"), max_length=100, primary_key=True)
    ended_at = models.DateTimeField(_("ended at"))
    succeeded = models.BooleanField(_("succeeded"))

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self) -> str:
        return self.name


class SentForm(models.Model):
    """The number of a form that has made something (`core.sending`), as a digest, and where that is seen."""

    digest = fields.CharField(max_length=64, unique=True)
    leads_to = fields.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class PublicWrite(models.Model):
    """That something public was changed (`core.page_cache`): a trigger's row, of nothing and nobody."""

    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
