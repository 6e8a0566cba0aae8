// A page about something hears when it changed: it re-reads the marked part of itself, or says so where something
// is being typed. Without an event stream the page simply stays as it was read.
const SETTLE_MILLISECONDS = 150;

export function listen() {
  const part = document.querySelector("[data-live-topic]");
  const server = document.body.dataset.live;
  // What shows the time, or must never stand still: read again now and then, also when nothing is heard.
  if (part && part.dataset.liveSeconds) {
    setInterval(() => refresh(part.id), Number(part.dataset.liveSeconds) * 1000);
  }
  if (!part || !server || !("EventSource" in window)) return;
  const topic = encodeURIComponent(part.dataset.liveTopic);
  const address = `${server}/live?topic=${topic}&since=${part.dataset.readAt || ""}`;
  const stream = new EventSource(address, { withCredentials: true });
  let waiting;
  stream.addEventListener("changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(part.id), SETTLE_MILLISECONDS);
  });
  stream.addEventListener("closed", () => stream.close());
}

const BOXES = "input, textarea, select";

function isTouched(box) {
  if (box.matches("select")) {
    const options = Array.from(box.options);
    if (options.some((option) => option.defaultSelected) || box.multiple) {
      return options.some((option) => option.selected !== option.defaultSelected);
    }
    return box.selectedIndex > options.findIndex((option) => !option.disabled);
  }
  if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
  return box.value !== box.defaultValue;
}

// Somebody is typing here, or has typed or chosen something that replacing this part would lose.
function isInUse(part) {
  const focused = document.activeElement;
  return (part.contains(focused) && focused.matches(BOXES)) || Array.from(part.querySelectorAll(BOXES)).some(isTouched);
}

async function refresh(id) {
  const now = document.getElementById(id);
  if (isInUse(now)) return sayChanged(now);
  try {
    const reply = await fetch(window.location.href, { credentials: "same-origin" });
    if (!reply.ok) return sayChanged(now);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById(id);
    if (isInUse(now)) return sayChanged(now);
    if (!fresh) return sayChanged(now); // signed out, or somewhere else now: never pass old figures off as new
    now.innerHTML = fresh.innerHTML;
  } catch {
    sayChanged(now);
  }
}

function sayChanged(part) {
  if (document.querySelector(".dps-live-changed")) return;
  const notice = document.createElement("p");
  notice.className = "dps-live-changed";
  notice.setAttribute("role", "status");
  notice.textContent = "This page has changed since you opened it. ";
  const link = document.createElement("a");
  link.href = window.location.href;
  link.textContent = "Refresh the page";
  notice.append(link);
  part.before(notice);
}
