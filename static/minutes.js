// Saves the minutes while somebody types. Without this file the Save button does the same.
const form = document.querySelector("[data-minutes]");
const text = form.querySelector("textarea[name=text]");
const version = form.querySelector("input[name=version]");
const token = form.querySelector("input[name=csrfmiddlewaretoken]");
const status = form.querySelector("[data-saved]");

const address = window.location.pathname; // form.action would be the field of that name
const PAUSE = 1500, LONGEST_PAUSE = 30000;
let saved = text.value, busy = null, timer = null, failures = 0, stopped = false, leaving = false;

const unsaved = () => text.value !== saved;
const beside = [...form.elements].filter((field) => field !== text && field.type !== "hidden" && "defaultValue" in field);
const changed = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const say = (words) => { if (status.textContent !== words) status.textContent = words; };

function soon(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

function later(words) {
  failures += 1;
  say(words);
  soon(Math.min(1000 * 2 ** failures, LONGEST_PAUSE));
}

async function send(body) {
  const headers = { Accept: "application/json" };
  return fetch(address, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
}

// After signing in again in another tab the form needs the new key of that session.
async function renew() {
  const page = await fetch(address, { credentials: "same-origin" });
  const found = page.ok && /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await page.text());
  if (found) token.value = found[1];
  return Boolean(found);
}

async function attempt() {
  const sent = text.value;
  const body = new FormData();
  body.set("text", sent);
  body.set("version", version.value);
  body.set("csrfmiddlewaretoken", token.value);
  const answer = await send(body);
  if (answer.type === "opaqueredirect") return later("Not saved: you are signed out. Sign in again in another tab; your text stays here.");
  if (answer.status === 403) {
    const renewed = failures === 0 && await renew();
    return renewed ? later("Saving again.") : later("Not saved: this page needs you to sign in again. Your text stays here.");
  }
  if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) return later("Not saved yet. We keep trying; your text stays here.");
  const said = await answer.json();
  say(said.says);
  failures = 0;
  if (answer.ok) {
    saved = sent;
    version.value = said.version;
    if (unsaved()) soon(PAUSE);
  } else {
    stopped = answer.status === 409;
  }
}

async function save() {
  if (busy || stopped || !unsaved()) return;
  busy = attempt().catch(() => later("Not saved yet: no connection. We keep trying; your text stays here."));
  await busy;
  busy = null;
}

text.addEventListener("input", () => {
  if (stopped) return;
  if (!busy && failures === 0) say("Not saved yet");
  soon(PAUSE);
});
window.addEventListener("online", () => soon(0));

// The button sends everything in the form, but not while the text alone is on its way.
form.addEventListener("submit", async (event) => {
  leaving = true;
  clearTimeout(timer);
  if (!busy) return;
  event.preventDefault();
  await busy;
  clearTimeout(timer);
  form.requestSubmit(event.submitter);
});
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && (unsaved() || beside.some(changed))) event.preventDefault();
});
