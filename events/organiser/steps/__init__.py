"""Publishing in a few questions a step: for a volunteer with ten minutes, a phone and one thumb.

The path, written down before it was built (a term's language café, on a phone):

1. "Publish an activity" on the portal → what is it? One tap on a kind, on an own earlier activity, on what
   somebody has shared, or on "something else". A draft is made by that tap, with all that the choice knows.
2. What: title and words stand there already, in the organiser's language. They are changed or left. Next.
3. When: every week, two hours, to the end of the term stand there. The first date is chosen. Next.
4. Where: the place that the organisation used last is chosen. Next.
5. Who and how: as such activities mostly are. Next.
6. Look: the page as a newcomer sees it, in two languages; what is missing, with the way to it; what else is
   there at that time. Publish.

What is typed is kept at each step, whole or not, and when a field is left (`static/js/keep.js`); somebody
who comes back goes on where they were. Each step is a page of its own: it works without a script, and the
browser's back and forward are the steps' own. Fields and their rules are those of the one-page form
(`organiser.fields`, `organiser.dates`): here is only which of them stand on which page.
"""
