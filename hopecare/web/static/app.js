// Small kindnesses on top of pages that work without them.

// A form goes once: the button says so, and a second press does nothing. The server would know anyway.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
}
// A page that comes back from the browser's memory may send again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

// What is wrong gets the focus, so that nobody overlooks it.
document.getElementById("error-summary")?.focus();

// How much room is left in a long text.
for (const area of document.querySelectorAll("textarea[data-longest]")) {
  const left = document.createElement("p");
  left.className = "left";
  const show = () => {
    left.textContent = `${[...area.value].length.toLocaleString()} / ${Number(area.dataset.longest).toLocaleString()}`;
  };
  area.addEventListener("input", show);
  area.after(left);
  show();
}

// In a long menu the page one is on stays in sight.
document.querySelector(".side-nav [aria-current]")?.scrollIntoView({ block: "nearest" });
