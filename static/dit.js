// Character counts, show-password, error summaries that take the focus. Every page works without this file.
import { initAll } from "./vendor/nhsuk-frontend.js";

document.body.classList.add("nhsuk-frontend-supported");
initAll();
