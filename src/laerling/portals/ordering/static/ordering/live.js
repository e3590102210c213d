// Pages that fetch themselves anew rest while nobody sees them, and ask at once when they are seen again. Without this
// script they go on asking once a minute.
(function () {
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (document.hidden && event.target.hasAttribute("data-live")) event.preventDefault()
  })
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return
    document.querySelectorAll("[data-live]").forEach(function (part) { htmx.trigger(part, "seen") })
  })
})()
