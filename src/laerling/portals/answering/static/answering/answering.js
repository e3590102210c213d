// Saves answers while one answers, and holds them through a dead spot. Every page works without this file.
//
// What has not reached us lies in this tab, locked with a key that stands in a cookie beside the link's: "Continue
// later", the thanks and a closed browser take the key away, and what may be left is unreadable (decision 0027).

const PAUSE = 1500 // milliseconds after the last choice
const PATIENCE = 15_000 // before a try is given up
const RETRIES = [2000, 5000, 10_000, 20_000]
const KEPT = "laerling-unsent"

const form = document.getElementById("part")
const line = document.getElementById("saving")
const told = document.getElementById("saving-told")
const words = line ? line.dataset : {}

const unsent = new Map() // field → value, by name
let sending = null // the try under way
let timer = 0
let failures = 0
let wanted = null // the button that waits for the net
let leaving = false
let resumed = false

// --- what is said: in the line always, aloud only when something has changed

function say(state) {
  if (!line) return
  line.textContent = words[state]
  line.dataset.state = state
  if (state !== "saving" && state !== "ready" && told.textContent !== words[state]) told.textContent = words[state]
}

// --- what is kept in the tab, unreadable without the cookie

function cookie(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? ""
}

async function key() {
  const written = cookie("__Host-tab") || cookie("laerling_tab")
  if (!written || !globalThis.crypto?.subtle) return null // no secure connection: the answers lie in memory only
  const bytes = Uint8Array.from(written.match(/../g), (pair) => Number.parseInt(pair, 16))
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"])
}

async function keep() {
  if (!unsent.size) return drop()
  const lock = await key()
  if (!lock) return
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(JSON.stringify({ path: form.action, answers: [...unsent] }))
  const locked = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, text))
  if (unsent.size) sessionStorage.setItem(KEPT, btoa(String.fromCharCode(...iv, ...locked)))
}

async function kept() {
  const stored = sessionStorage.getItem(KEPT)
  const lock = stored && (await key())
  if (!lock) return null
  try {
    const all = Uint8Array.from(atob(stored), (sign) => sign.charCodeAt(0))
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12) }, lock, all.slice(12))
    return JSON.parse(new TextDecoder().decode(text))
  } catch {
    drop() // another person's link: not theirs to send
    return null
  }
}

function drop() {
  sessionStorage.removeItem(KEPT)
}

// --- sending: one try at a time, one tab at a time, only what was changed here

function body(answers) {
  const sent = new URLSearchParams(answers)
  sent.set("go", "save")
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  return sent
}

function post(path, answers) {
  const given = { method: "POST", body: body(answers), redirect: "manual", keepalive: true }
  return fetch(path, { ...given, signal: AbortSignal.timeout?.(PATIENCE) })
}

function alone(work) {
  return navigator.locks ? navigator.locks.request("laerling-save", work) : work()
}

async function save() {
  clearTimeout(timer)
  if (sending) await sending
  if (!unsent.size) return true
  sending = attempt()
  const isSaved = await sending
  sending = null
  return isSaved
}

async function attempt() {
  const now = [...unsent]
  let answer
  say("saving")
  try {
    answer = await alone(() => post(form.action, now))
  } catch {
    return later("offline", 0)
  }
  if (answer.status === 204) {
    for (const [name, value] of now) if (unsent.get(name) === value) unsent.delete(name)
    failures = 0
    await keep()
    if (!unsent.size) say("saved")
    return true
  }
  if (answer.status >= 500 || answer.status === 429) return later("busy", Number(answer.headers.get("Retry-After")) * 1000)
  // Delivered, closed or forgotten meanwhile, in another tab or on another phone: the page itself says which.
  if (answer.status !== 403 || resumed) drop()
  leaving = true
  location.replace(form.action)
  return false
}

function later(state, wait) {
  say(wanted && state === "offline" ? "waiting" : state)
  clearTimeout(timer)
  timer = setTimeout(goOn, wait || RETRIES[Math.min(failures++, RETRIES.length - 1)])
  return false
}

async function goOn() {
  if ((await save()) && wanted) press(wanted)
}

// --- what people do

function press(button) {
  wanted = null
  leaving = true
  form.requestSubmit(button)
}

function onChange({ target }) {
  if (!target.name?.startsWith("answer-")) return
  unsent.set(target.name, target.value)
  keep()
  clearTimeout(timer)
  timer = setTimeout(goOn, navigator.onLine ? PAUSE : 0)
}

async function onPartSubmit(event) {
  if (leaving) return // pressed by us, or pressed twice
  const isClean = !unsent.size && !sending && navigator.onLine
  if (isClean) {
    leaving = true
    return
  }
  event.preventDefault()
  wanted = event.submitter
  if (!unsent.size && !navigator.onLine) say("waiting")
  else if (await save()) press(wanted)
  else if (!leaving) say("waiting")
}

function onOnline() {
  clearTimeout(timer)
  if (unsent.size) goOn()
  else if (wanted) press(wanted)
  else say("saved")
}

// A page that is hidden may never come back: what has not been sent is sent now, without waiting for an answer.
function onHide(event) {
  if (unsent.size && !leaving && (event.type === "pagehide" || document.visibilityState === "hidden"))
    post(form.action, [...unsent]).catch(() => {})
}

function watchPart() {
  form.addEventListener("change", onChange)
  form.addEventListener("submit", onPartSubmit)
  addEventListener("online", onOnline)
  addEventListener("offline", () => say(unsent.size ? "offline" : "away"))
  document.addEventListener("visibilitychange", onHide)
  addEventListener("pagehide", onHide)
  line.ariaHidden = "true" // what matters of it is told aloud beside it
  say("ready")
  kept().then((found) => found && resume(found))
}

// The tab was reloaded, or the browser's own "no network" page stood here: what lay unsent is put back, and sent.
async function resume({ path, answers }) {
  resumed = true
  if (path !== form.action) {
    const answer = await post(path, answers).catch(() => null)
    if (answer?.status === 204) drop()
    return
  }
  for (const [name, value] of answers) {
    const option = [...form.elements].find((one) => one.name === name && one.value === value)
    if (option && !unsent.has(name)) {
      option.checked = true
      unsent.set(name, value)
    }
  }
  goOn()
}

// --- every other form: once is enough, and without a net nothing leaves

function onSubmit(event) {
  const sent = event.target
  const away = sent.querySelector("[data-away]")
  if (away) away.hidden = navigator.onLine
  if (sent.dataset.sent || (away && !navigator.onLine)) event.preventDefault()
  else {
    sent.dataset.sent = "yes"
    setTimeout(() => delete sent.dataset.sent, PATIENCE) // the network may have swallowed it
  }
}

function onShow(event) {
  if (event.persisted) location.reload() // never a page from before, and never two of one form
}

if (form) watchPart()
else {
  if (!document.querySelector("[data-on-the-way]")) drop()
  document.addEventListener("submit", onSubmit)
}
addEventListener("pageshow", onShow)
