// Warns before a session ends, and lets it go on. Without this script the session ends all the same, and a form that is
// sent afterwards is kept while one signs in again.
(function () {
  const box = document.getElementById("session-warning")
  if (!box) return
  const warn = Number(box.dataset.warn)
  const soon = box.querySelector("[data-session-soon]")
  const over = box.querySelector("[data-session-over]")
  let ends = Date.now() + Number(box.dataset.idle) * 1000

  function left () { return (ends - Date.now()) / 1000 }

  function show () {
    const n = left()
    box.hidden = n > warn
    soon.hidden = n <= 0
    over.hidden = n > 0
  }

  // The server knows better: another tab may have kept the session alive, or its twelve hours may be nearly over.
  async function ask (options) {
    try {
      const response = await fetch(box.action, Object.assign({ headers: { "X-Session": "1" } }, options))
      ends = Date.now() + (await response.json()).left * 1000
    } catch (fault) { /* no network: what is known stands */ }
    show()
  }

  let asked = Date.now()
  setInterval(function () {
    const wait = left() > warn ? 60 : box.hidden ? 0 : 10
    if (Date.now() - asked >= wait * 1000) {
      asked = Date.now()
      ask({})
    } else if (!box.hidden) {
      show()
    }
  }, 1000)

  box.addEventListener("submit", function (event) {
    event.preventDefault()
    ask({ method: "POST", body: new URLSearchParams(new FormData(box)) })
  })
})()
