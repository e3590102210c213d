// Counts down to the next code, and fetches it; without this file the browser reloads the page by itself.
setTimeout(() => location.reload(), Number(document.currentScript.dataset.reload) * 1000)

const left = document.getElementById("countdown")
if (left) {
  const ends = Date.now() + Number(left.textContent) * 1000
  setInterval(() => {
    left.textContent = Math.max(0, Math.ceil((ends - Date.now()) / 1000))
  }, 1000)
}
