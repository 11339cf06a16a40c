"""What the organisations room registers with Wagtail. Organisations and places are the portal's."""

from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.permissions import register_permission_policy

from organisations.tenancy.lending import picture_policy
from organisations.tenancy.listings import StaffPageViewSet
from organisations.tenancy.menus import close_menu
from organisations.tenancy.translate_buttons import take_the_place_of_localize
from organisations.tenancy.translations import refuse_to_lose_words

# In the place of Wagtail's own, which may be registered later: what is exact is asked first.
register_permission_policy(get_image_model(), picture_policy(), exact_class=True)

# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", StaffPageViewSet, order=1)

take_the_place_of_localize()

# After every other hook has put in its own.
hooks.register("construct_main_menu", close_menu, order=1000)

# Before wagtail-localize's own, which publish.
hooks.register("before_edit_page", refuse_to_lose_words, order=-1)
hooks.register("before_edit_snippet", refuse_to_lose_words, order=-1)
