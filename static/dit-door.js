// The door: every tap is kept in this page until the server has it. Without this file each button is a form.
// A page sends numbered batches, each with all taps that it does not know to have arrived, and when they were made.

const SLIP = 400; // a second press so soon is the same tap
const PATIENCE = 10_000; // milliseconds until a try counts as lost
const WAITS = [1000, 2000, 4000, 8000, 15_000];

const door = document.querySelector("[data-door]");
if (door) open(door);

function open(form) {
  const find = (name) => form.querySelector(`[data-${name}]`);
  const buttons = [...form.querySelectorAll("button[data-key]")];
  const names = new Map(buttons.map((button) => [button.dataset.key, button.querySelector(".dit-door__name").textContent]));
  const page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const pending = new Map(); // who: {mode, at}
  const pressed = new Map(); // who: when last
  const refused = new Map(); // who: why
  let here = new Map(buttons.filter((button) => button.ariaPressed === "true").map(({ dataset }) => [dataset.key, dataset.mode]));
  let number = 0, sending = false, tries = 0, timer = 0, trouble = "", strangers = false;

  const shown = (key) => (pending.get(key)?.mode ?? here.get(key) ?? "off");

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.key) return;
    event.preventDefault();
    const { key, mode } = button.dataset;
    const now = Date.now();
    if (now - (pressed.get(key) ?? 0) < SLIP) return;
    pressed.set(key, now);
    refused.delete(key);
    pending.set(key, { mode: shown(key) === mode ? "off" : mode, at: now });
    paint();
    send();
  });

  async function send() {
    if (sending) return;
    clearTimeout(timer);
    sending = true;
    const batch = new Map(pending);
    try {
      await arrive(batch, await post(batch));
      [tries, trouble] = [0, ""];
    } catch (problem) {
      trouble = problem instanceof Trouble ? problem.message : "lost";
      tries += 1;
    }
    sending = false;
    paint();
    if (pending.size && !trouble) send();
    if (trouble === "lost") timer = setTimeout(send, WAITS[Math.min(tries, WAITS.length) - 1]);
  }

  async function post(batch, again = false) {
    const body = new URLSearchParams({ page, number: ++number });
    for (const [key, { mode, at }] of batch) body.append("tap", `${key}:${mode}:${Math.max(0, Date.now() - at)}`);
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await ask(form.dataset.taps, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.type === "opaqueredirect") throw new Trouble("signed-out");
    if (answer.status === 403 && !again && (await renew())) return post(batch, true);
    if (answer.status === 403) throw new Trouble("shut");
    if (!answer.ok) throw new Trouble("lost");
    return answer.json();
  }

  // Whoever has signed in again, in another tab, has a new token: it stands on the page.
  async function renew() {
    const answer = await ask(form.action, {});
    if (answer.type === "opaqueredirect") throw new Trouble("signed-out");
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("[data-door] [name=csrfmiddlewaretoken]");
    if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
    return Boolean(token);
  }

  async function ask(address, options) {
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(address, { ...options, redirect: "manual", cache: "no-store", signal: stop.signal });
    } finally {
      clearTimeout(alarm);
    }
  }

  async function arrive(batch, answer) {
    here = new Map(Object.entries(answer.here));
    strangers = [...here.keys()].some((key) => !names.has(key));
    for (const [key, tap] of batch) if (pending.get(key) === tap) pending.delete(key);
    for (const [key, why] of Object.entries(answer.refused)) refused.set(key, why);
  }

  function paint() {
    for (const button of buttons) {
      const { key, mode } = button.dataset;
      const now = shown(key);
      button.setAttribute("aria-pressed", String(now === mode));
      button.value = `${key}:${now === mode ? "off" : mode}`;
      button.querySelector("[data-elsewhere]").hidden = now === "off" || now === mode;
      button.toggleAttribute("data-kept", pending.has(key));
    }
    for (const count of form.querySelectorAll("[data-count]")) {
      const mode = count.dataset.count;
      const announced = [...form.querySelectorAll(`[data-list="${mode}"] > .dit-door__names button`)].map(({ dataset }) => dataset.key);
      const there = new Set([...names.keys(), ...here.keys()].filter((key) => shown(key) === mode));
      count.textContent = `${there.size} of ${new Set([...there, ...announced]).size}${mode === "room" ? " here" : ""}`;
    }
    say();
  }

  function say() {
    const waiting = `${pending.size} waiting to be sent`;
    const words = {
      "": pending.size ? waiting : strangers ? "All saved. Somebody was added elsewhere: load the page again to see them." : "All saved",
      lost: pending.size ? `${waiting}. Trying again. Keep this page open.` : "No connection. Keep this page open.",
      "signed-out": `You are signed out. ${pending.size ? `${waiting}: they are kept on this page.` : ""}`,
      shut: `This page is no longer yours. ${pending.size ? waiting : ""}`,
    }[trouble];
    if (find("said").textContent !== words) find("said").textContent = words;
    find("state").dataset.state = trouble || (pending.size ? "waiting" : "saved");
    find("signed-out").hidden = trouble !== "signed-out";
    const list = find("refused");
    list.hidden = !refused.size;
    list.replaceChildren(...[...refused].map(([key, why]) => Object.assign(document.createElement("li"), { textContent: `Not saved, ${names.get(key) ?? "somebody"}: ${why}` })));
  }

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function search() {
    const wanted = fold(find("search").querySelector("input").value.trim());
    for (const button of buttons) button.closest("li").hidden = !fold(names.get(button.dataset.key)).includes(wanted);
    for (const letter of form.querySelectorAll("[data-letter]")) letter.hidden = Boolean(wanted);
    for (const details of form.querySelectorAll("details")) details.open = Boolean(wanted);
  }

  function show(mode) {
    for (const list of form.querySelectorAll("[data-list]")) list.hidden = list.dataset.list !== mode;
    for (const tab of form.querySelectorAll("[data-tab]")) {
      if (tab.dataset.tab === mode) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  for (const tab of form.querySelectorAll("[data-tab]")) {
    tab.addEventListener("click", (event) => { event.preventDefault(); show(tab.dataset.tab); });
  }
  find("search").hidden = false;
  find("state").hidden = false;
  find("search").addEventListener("input", search);
  find("search").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  window.addEventListener("online", send);
  window.addEventListener("focus", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.addEventListener("beforeunload", (event) => { if (pending.size) event.preventDefault(); });
  show(form.querySelector("[data-list]").dataset.list);
  paint();
}

class Trouble extends Error {}
