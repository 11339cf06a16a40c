"""What an organiser chooses, each as a whole sentence about the activity: choices translate themselves."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import Audience, Category, Food, Grade, Level, Pace

CATEGORY_SENTENCES: dict[str, Promise] = {
    Category.LANGUAGE_CAFE: _(
        "This is a language café. People meet and practise a language by talking together."
    ),
    Category.NORWEGIAN_COURSE: _("This is a Norwegian course."),
    Category.NEW_IN_NORWAY: _("This is a meeting for people who are new in Norway."),
    Category.OUTDOORS: _("This is an outdoor activity."),
    Category.SPORT: _("Here you do sport or exercise together with others."),
    Category.CRAFTS: _("Here you make things with your hands together with others."),
    Category.FOOD: _("Here you cook or eat together with others."),
    Category.CULTURE: _("This is an evening or a day with film, music, dance or art."),
    Category.GAMES: _("Here you play games together with others."),
    Category.MEETING_PLACE: _(
        "This is a place where you can just come in. You can sit down and talk with others."
    ),
    Category.FAMILY: _("This is an activity for children and their families."),
    Category.YOUTH: _("This is an activity for young people."),
    Category.HOMEWORK: _("Here you get help with homework."),
    Category.COURSE: _("This is a course."),
    Category.NETWORK: _("Here you get to know people who can help you find work or friends."),
    Category.VOLUNTEERING: _("Here you help others as a volunteer."),
    Category.CELEBRATION: _("This is a celebration."),
    Category.FAITH: _("This is a gathering about faith or belief."),
    Category.INFLUENCE: _("Here you can say what you think about your community."),
}
AUDIENCE_SENTENCES: dict[str, Promise] = {
    Audience.EVERYONE: _("It is for everyone."),
    Audience.ADULTS: _("It is for adults."),
    Audience.FAMILIES: _("It is for families with children."),
    Audience.CHILDREN: _("It is for children."),
    Audience.YOUTH: _("It is for young people."),
    Audience.SENIORS: _("It is for older people."),
}
# "This is an activity for young people. It is for young people."
SAID_BY_CATEGORY = {(Category.FAMILY, Audience.FAMILIES), (Category.YOUTH, Audience.YOUTH)}
LEVEL_SENTENCES: dict[str, Promise] = {
    Level.BEGINNER: _("You do not have to know much Norwegian."),
    Level.A1: _("You need a few words of Norwegian (level A1)."),
    Level.A2: _("You need some everyday Norwegian (level A2)."),
    Level.B1: _("You need to manage a conversation in Norwegian (level B1)."),
    Level.B2: _("You need to speak Norwegian well (level B2)."),
    Level.NONE: _("You can join in even if you do not speak Norwegian."),
}
FOOD_SENTENCES: dict[str, Promise] = {
    Food.COFFEE: _("There is coffee and tea."),
    Food.SNACK: _("There is something small to eat."),
    Food.MEAL: _("There is a meal."),
}
PACE_SENTENCES: dict[str, Promise] = {
    Pace.EASY: _("We walk slowly and take many breaks."),
    Pace.NORMAL: _("We walk at an ordinary pace, with some breaks."),
    Pace.FAST: _("We walk fast. You need to be fit."),
}
# After the public description of the grades by Den Norske Turistforening (DNT), in our own words.
GRADE_SENTENCES: dict[str, Promise] = {
    Grade.EASY: _("The hike is easy (green grade). The path is good, and most people can walk it."),
    Grade.MEDIUM: _("The hike is of medium difficulty (blue grade). You need to be used to walking."),
    Grade.DEMANDING: _(
        "The hike is demanding (red grade). You need good shoes, and you need to be fit and used to hiking."
    ),
    Grade.EXPERT: _("The hike is very demanding (black grade). It is for people with much experience."),
}
