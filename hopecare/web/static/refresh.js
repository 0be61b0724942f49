// A page that keeps itself current: fetches itself again and swaps the parts that changed.
// Without this file the page shows the same after "Look again".

const parts = document.querySelectorAll("[data-refresh]");
const title = document.title;

const isInUse = (part) => part.contains(document.activeElement);
const saysOther = (part, fresh) => part.textContent !== fresh.textContent;

const showEnd = () => {
  for (const list of document.querySelectorAll("[data-end]")) list.scrollTop = list.scrollHeight;
};

const showRinging = () => {
  const rings = document.querySelector("[data-rings]");
  document.title = rings ? `☎ ${rings.dataset.rings} · ${title}` : title;
};

const swap = (page) => {
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (fresh && saysOther(part, fresh) && !isInUse(part)) {
      part.replaceChildren(...fresh.childNodes);
      showEnd();
    }
  }
  showRinging();
};

const look = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The line is gone for a moment; the next look tries again.
  }
};

showEnd();
showRinging();
if (parts.length > 0) {
  setInterval(look, 1000 * Math.min(...[...parts].map((part) => Number(part.dataset.refresh))));
  document.addEventListener("visibilitychange", look);
}
