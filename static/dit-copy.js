// The button "Copy" beside a text: it shows only where it works. Without this file the text is marked and copied by hand.
if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      said.textContent = "Copied";
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
  });
}
