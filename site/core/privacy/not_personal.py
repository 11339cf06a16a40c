"""Fields that could hold something about a person and do not, under the reason why (see `declaration`)."""

# The names under each reason, as "app.Model.field", separated by spaces.
NOT_ABOUT_A_PERSON = {
    "words for everybody, on pages that name contacts in fields of their own": """
        home.HomePage.heading home.HomePage.intro home.MunicipalityPage.greeting home.MunicipalityPage.intro
        home.GuidePage.body
        wagtailcore.Page.title wagtailcore.Page.draft_title wagtailcore.Page.seo_title
        wagtailcore.Page.search_description welcome.WelcomePackage.name welcome.PackageStep.subject
        welcome.SharedSection.heading welcome.SharedSection.text welcome.StepText.path
        wagtailcore.TaskState.comment standing.StandingPlace.comment
        events.LogEntry.before events.LogEntry.after events.LogEntry.why
        wagtailcore.PageLogEntry.label wagtailcore.ModelLogEntry.label taggit.Tag.name taggit.Tag.slug
    """,
    "an organisation, or a part of the country": """
        organisations.Region.fylkesnummer organisations.Region.name organisations.Region.slug
        organisations.Municipality.kommunenummer organisations.Municipality.name
        organisations.Municipality.slug
        organisations.Municipality.admin_centre
        organisations.MunicipalityName.language organisations.MunicipalityName.name
        organisations.MunicipalityName.search_name organisations.MunicipalityName.heard
        organisations.Place.name organisations.Place.slug
        organisations.PlaceName.name organisations.PlaceName.search_name organisations.PlaceName.heard
        organisations.Organisation.name organisations.Organisation.slug organisations.Organisation.orgnr
        organisations.Organisation.website organisations.Organisation.legal_form
        organisations.Organisation.former_name
        organisations.Organisation.icnpo organisations.Organisation.village events.Event.group
    """,
    "a place where people meet, which is open to the public": """
        organisations.Venue.name organisations.Venue.address organisations.Venue.postcode
        organisations.Venue.place
        organisations.Venue.directions organisations.Venue.opening_hours organisations.Venue.getting_in
        events.Event.meeting_point events.Event.online_url standing.StandingPlace.name
    """,
    "a choice from a list, about an activity": """
        events.Event.spoken_languages events.Event.interpreter_languages
        standing.StandingPlace.spoken_languages
    """,
    "how far somebody has come": "events.Draft.step",
    "how many unnamed people were at a public place": """
        door.PhoneCount.heard door.PhoneCount.counts door.PhoneCount.shown
    """,
    "what an activity says to everybody": "events.Event.bring events.Event.cost_note",
    "how a host chooses people, and what that choice is called": """
        newcomers.Selection.name newcomers.Selection.stored welcome.Campaign.chosen
    """,
    "an employer or a library that hands out a link, and what stands in the link": """
        newcomers.WayIn.name newcomers.WayIn.token
    """,
    "what the columns of a municipality's lists are called": """
        newcomers.KnownColumn.heading newcomers.KnownColumn.about
    """,
    "which municipality pays": "sms.MonthOfTexts.payer sms.Budget.payer",
    "what some days are called": "events.SchoolHoliday.name",
    "where an organisation's own public calendar is, and how it was fetched": """
        exchange.Source.name exchange.Source.address exchange.Source.answers exchange.Source.etag
        exchange.Source.modified exchange.Source.says exchange.Source.digest
    """,
    "another program's number of a date, and digests of public words": """
        exchange.TakenIn.uid exchange.TakenIn.recurrence_id exchange.TakenIn.fingerprint
        exchange.TakenIn.values exchange.TakenIn.here exchange.PublicChange.key
        exchange.PublicChange.municipality
    """,
    "what an organiser asks of those who sign up, whoever answers": """
        besides.OwnQuestion.words besides.OwnQuestion.why besides.OwnQuestion.choices besides.Arranges.needs
    """,
    "what an organisation lends, whoever has it": """
        lending.Thing.size lending.Thing.words lending.LentHere.kinds
    """,
    "a rule or a moment": """
        events.Series.time_zone events.Series.recurrence events.Occurrence.original_slot
        events.ChangeOfDates.what
    """,
    "a digest of public words, or short words for facts that stand beside it": """
        organisations.OrganisationText.translated_from organisations.VenueText.translated_from
        events.Occurrence.traits
        standing.StandingPlace.traits standing.StandingPlaceText.translated_from
    """,
    "our own number of the mail": "welcome.Delivery.message_id",
    "which message it is, and our own number of it": """
        outbox.OutboxMessage.kind outbox.OutboxMessage.about outbox.OutboxMessage.occasion
        outbox.OutboxMessage.message_id outbox.OutboxMessage.transport
    """,
    "what a public register says of organisations, without their people": "joining.RegisterList.rows",
    "a digest of a random number, and an address of this site": "core.SentForm.digest core.SentForm.leads_to",
    "a digest of what an activity says to everybody": "events.Occurrence.restated_from",
    "a count of rows that are gone": "core.Purge.model core.Purge.purpose",
    "what the weather service says to everybody": """
        events.WeatherWarning.identifier events.WeatherWarning.kind events.WeatherWarning.headline_no
        events.WeatherWarning.headline_en events.WeatherWarning.area_name events.WeatherWarning.areas
        events.WeatherWarning.web
    """,
    "the name of a task": "core.JobRun.name",
    "which numbers they are: of a place, of a kind of activity": """
        tallies.DateTally.category tallies.DateTally.language tallies.DateTally.audience
        tallies.AreaTally.code tallies.AreaTally.part
        tallies.Figure.table tallies.Figure.code tallies.Figure.part
    """,
    "a poster or a picture of what stands on a public page, gone a month after somebody last wanted it": """
        typesetting.MadeFile.digest typesetting.MadeFile.template typesetting.MadeFile.values
        typesetting.MadeFile.file
    """,
    "which sort of row it is": "searching.Findable.kind searching.ToIndex.kind",
    "an address of a page, and how it is found": """
        wagtailcore.Page.path wagtailcore.Page.slug wagtailcore.Page.url_path
        wagtailredirects.Redirect.old_path wagtailredirects.Redirect.redirect_page_route_path
        wagtailredirects.Redirect.redirect_link wagtailcore.Site.hostname wagtailcore.Site.site_name
        wagtailcore.Locale.language_code wagtailcore.Collection.path wagtailcore.Collection.name
    """,
    "which row something belongs to": """
        wagtailcore.ModelLogEntry.object_id wagtailcore.Revision.object_id wagtailcore.WorkflowState.object_id
        wagtailadmin.EditingSession.object_id wagtailadmin.FormState.object_id
        wagtailadmin.FormState.parent_object_id wagtailsearch.IndexEntry.object_id
        wagtailcore.ReferenceIndex.object_id wagtailcore.ReferenceIndex.to_object_id
        wagtailcore.ReferenceIndex.model_path wagtailcore.ReferenceIndex.content_path
        wagtailcore.Comment.contentpath wagtailcore.Comment.position
        contenttypes.ContentType.app_label contenttypes.ContentType.model
    """,
    "which language a text is in, and a digest of what it is a translation of": """
        newcomers.WelcomeSettings.languages
        welcome.WelcomePackage.language welcome.WelcomePackage.languages welcome.SharedSection.language
        welcome.SharedSection.languages welcome.StepText.language welcome.StepText.source_hash
        welcome.WelcomePackage.journeys_by
        welcome.CampaignEdition.language welcome.Delivery.language
    """,
    "how a text or a picture is stored": """
        core.Picture.file_hash core.PictureRendition.filter_spec core.PictureRendition.focal_point_key
        wagtail_localize.TranslationSource.schema_version wagtail_localize.TranslationContext.path
        wagtail_localize.TranslationContext.field_path wagtail_localize.StringTranslation.tool_name
        wagtail_localize.StringTranslation.field_error wagtail_localize.SegmentOverride.field_error
        wagtail_localize.Template.template wagtail_localize.Template.template_format
        wagtail_localize.StringSegment.attrs
    """,
    "what may be done, not by whom": """
        auth.Permission.name auth.Permission.codename auth.Group.name
        wagtailcore.PageLogEntry.action wagtailcore.ModelLogEntry.action
        wagtailcore.Workflow.name wagtailcore.Task.name
        wagtailcore.CollectionViewRestriction.password wagtailcore.PageViewRestriction.password
    """,
    "how the site talks to a log-in service": """
        socialaccount.SocialApp.provider socialaccount.SocialApp.provider_id socialaccount.SocialApp.name
        socialaccount.SocialApp.client_id socialaccount.SocialApp.secret socialaccount.SocialApp.key
        socialaccount.SocialApp.settings socialaccount.SocialAccount.provider
    """,
    "nothing here fills it: our own picture model stands in its place, and nobody embeds": """
        wagtailimages.Image.title wagtailimages.Image.file wagtailimages.Image.description
        wagtailimages.Image.file_hash wagtailimages.Rendition.filter_spec wagtailimages.Rendition.file
        wagtailimages.Rendition.focal_point_key
        wagtailembeds.Embed.url wagtailembeds.Embed.hash wagtailembeds.Embed.html wagtailembeds.Embed.title
        wagtailembeds.Embed.author_name wagtailembeds.Embed.provider_name wagtailembeds.Embed.thumbnail_url
    """,
    "a file that an administrator of the site puts out for everybody": """
        wagtaildocs.Document.title wagtaildocs.Document.file wagtaildocs.Document.file_hash
    """,
}
