// Make a passkey or sign in with one. Without this file the passkey button stays hidden; every other way works.
(() => {
  const place = document.querySelector("[data-passkey]");
  if (!place || !window.PublicKeyCredential) return;
  const { passkey, part, button, credential, passwordless } = place.dataset;
  const ids = { [part]: button, credential, passwordless };
  if (document.getElementById("passkey-options")) ids.data = "passkey-options";
  place.hidden = false;
  window.allauth.webauthn.forms[passkey]({ ids });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const failed = document.getElementById("passkey-failed");
    failed.hidden = false;
    failed.focus();
  });
})();
