// What is being typed is kept every few seconds: <form data-draft="address">. A button does the same without a script.
// The token that makes a form one write is left out: keeping a draft is not the write.
const QUIET_SECONDS = 2;
const LONGEST_SECONDS = 8;
const NOT_SENT = new Set(["submission", "from", "ready", "favourite"]);

export function drafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) keepDraftOf(form);
}

function keepDraftOf(form) {
  const status = form.querySelector("[data-draft-status]");
  const isTyped = ([name]) => !NOT_SENT.has(name);
  const typed = () => new URLSearchParams([...new FormData(form)].filter(isTyped));
  let kept = "draftUnsaved" in form.dataset ? null : typed().toString();
  let changedAt = 0;
  let timer = 0;
  let sending = null;
  let over = false;

  const say = (words) => {
    status.hidden = false;
    status.textContent = words;
  };
  const send = async () => {
    const body = typed();
    if (over || sending || body.toString() === kept) return;
    sending = new AbortController();
    changedAt = 0;
    try {
      const reply = await fetch(form.dataset.draft, {
        method: "POST", body, credentials: "same-origin", redirect: "manual", signal: sending.signal,
      });
      if (reply.type === "opaqueredirect") return say("You have been signed out. Copy your text, then sign in again.");
      if (reply.status !== 204) throw new Error(String(reply.status));
      kept = body.toString();
      const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      say(body.get("text").trim() ? `Draft kept at ${clock}. Only you can see it.` : "");
    } catch {
      if (!over) say("The draft could not be kept. Save your note before you leave this page.");
    } finally {
      sending = null;
      if (!over && typed().toString() !== body.toString()) soon();
    }
  };
  const soon = () => {
    const now = Date.now();
    changedAt = changedAt || now;
    clearTimeout(timer);
    const longest = changedAt + LONGEST_SECONDS * 1000 - now;
    timer = setTimeout(send, Math.max(0, Math.min(QUIET_SECONDS * 1000, longest)));
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => {
    over = true;
    clearTimeout(timer);
    if (sending) sending.abort();
  });
  document.addEventListener("visibilitychange", () => {
    const body = typed();
    if (document.visibilityState !== "hidden" || over || body.toString() === kept) return;
    if (navigator.sendBeacon(form.dataset.draft, body)) kept = body.toString();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) over = false;
  });
  if (kept === null) soon();
}
