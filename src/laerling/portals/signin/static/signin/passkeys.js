// Shows what needs a passkey where the browser has them, and says so when one did not work.
(function () {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach(function (part) { part.hidden = false })
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault()
    document.querySelectorAll("[data-passkey-failed]").forEach(function (part) { part.hidden = false })
  })
})()
