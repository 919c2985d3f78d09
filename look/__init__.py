"""How forms and pages look: the crispy pack over the vendored nhsuk-frontend components. It knows no other app."""
