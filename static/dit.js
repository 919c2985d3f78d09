// Character counts, show-password, error summaries that take the focus. Every page works without this file.
import { initAll } from "./vendor/nhsuk-frontend.js";

document.body.classList.add("nhsuk-frontend-supported");
initAll();

// Long filters begin folded where they would push the list off a narrow screen.
if (window.matchMedia("(max-width: 48em)").matches) {
  document.querySelectorAll("details[data-fold-when-narrow]").forEach((details) => { details.open = false; });
}
