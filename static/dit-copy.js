// The button "Copy" beside a text: it shows only where it works. Without this file the text is marked and copied by hand.
if (navigator.clipboard) {
  const offer = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => {
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      said.textContent = "Copied";
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  });
  offer();
  // A list that follows what is typed brings its button anew.
  document.addEventListener("htmx:afterSwap", offer);
}
