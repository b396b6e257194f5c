// allauth's passkey forms want the ids of a page's elements; each form says them in its data attributes.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  window.allauth.webauthn.forms[form.dataset.passkey]({ ids: { ...form.dataset } });
}

document.addEventListener("allauth.error", () => {
  document.getElementById("passkey-error").hidden = false;
});
