// The year follows the form while it is filled in. Without this file a button does the same.

const form = document.querySelector("form[data-plans-a-year]");
let asked = 0;

async function show() {
  const mine = ++asked;
  const typed = new FormData(form);
  typed.set("show", "on");
  const text = await answer(typed);
  const year = new DOMParser().parseFromString(text, "text/html").querySelector("[data-year]");
  const shown = form.querySelector("[data-year]"); // none beside a form that was refused: the button shows it again
  if (mine === asked && shown && year) follow(shown, year);
}

// Without a connection the year stays as it is shown; the button asks again.
async function answer(typed) {
  try {
    return await (await fetch(window.location.href, { method: "POST", body: typed })).text();
  } catch {
    return "";
  }
}

function follow(shown, year) {
  const same = names(shown) === names(year);
  if (same) {
    const parts = shown.querySelectorAll("[data-follows]");
    year.querySelectorAll("[data-follows]").forEach((part, place) => parts[place].replaceWith(part));
    const rows = shown.querySelectorAll("tbody tr");
    year.querySelectorAll("tbody tr").forEach((row, place) => { rows[place].className = row.className; });
    year.querySelectorAll("input[id]").forEach(takeOver);
  } else {
    const held = document.activeElement.id;
    shown.replaceWith(year);
    document.getElementById(held)?.focus();
  }
  const button = form.querySelector("input[name=announce]");
  form.querySelector("[role=status]").textContent = button ? button.value : "Every date is left out.";
}

// Which fields the year has: other dates, or a question that was not asked before, take the place of all.
function names(year) {
  return [...year.querySelectorAll("tbody [name]")].map((field) => field.name).join();
}

function takeOver(fresh) {
  const field = document.getElementById(fresh.id);
  if (field && field !== document.activeElement) {
    field.value = fresh.value;
    field.checked = fresh.checked;
  }
}

if (form) form.addEventListener("change", show);
