// What ical.js (Thunderbird, Nextcloud) and node-ical (web applications) read in calendars: JSON in, JSON out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);

function withIcalJs(text) {
  const ICAL = require("ical.js");
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      title: event.summary,
      starts: event.startDate.toJSDate().toISOString(),
      ends: event.endDate.toJSDate().toISOString(),
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
    };
  });
}

function withNodeIcal(text) {
  const entries = Object.values(require("node-ical").sync.parseICS(text));
  return entries.filter((entry) => entry.type === "VEVENT").map((event) => ({
    uid: event.uid,
    title: event.summary,
    starts: event.start.toISOString(),
    ends: event.end.toISOString(),
    status: event.status,
    sequence: Number(event.sequence),
  }));
}

const read = { "ical.js": withIcalJs, "node-ical": withNodeIcal }[process.argv[3]];
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.flatMap(read)));
