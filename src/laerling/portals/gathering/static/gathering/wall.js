// Counts down to the next code; the page itself reloads, with or without this file.
const left = document.getElementById("countdown")
if (left) {
  const ends = Date.now() + Number(left.textContent) * 1000
  setInterval(() => {
    left.textContent = Math.max(0, Math.ceil((ends - Date.now()) / 1000))
  }, 1000)
}
