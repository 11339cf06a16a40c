// What ical.js, which Thunderbird reads calendars with, finds in the calendar on standard input; as JSON.
const ICAL = require("ical.js");
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const calendar = new ICAL.Component(ICAL.parse(Buffer.concat(chunks).toString("utf-8")));
  const dates = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const alarms = component.getAllSubcomponents("valarm");
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      categories: (component.getFirstProperty("categories") || { getValues: () => [] }).getValues(),
      url: component.getFirstPropertyValue("url"),
      organizer: component.getFirstProperty("organizer").getParameter("cn"),
      all_day: event.startDate.isDate,
      start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
      end: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
      alarms: alarms.map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds()),
    };
  });
  const name = calendar.getFirstPropertyValue("name");
  process.stdout.write(JSON.stringify({ name, version: calendar.getFirstPropertyValue("version"), dates }));
});
