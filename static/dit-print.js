// The button "Print": it shows only where it works. Without this file the browser's own menu prints.
const offer = () => document.querySelectorAll("[data-print][hidden]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
offer();
// A page that was made for paper asks at once.
if (document.querySelector("[data-print-now]")) {
  window.print();
}
// A list that follows what is typed brings its button anew.
document.addEventListener("htmx:afterSwap", offer);
