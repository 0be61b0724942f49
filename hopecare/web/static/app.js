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

// What was typed comes back with the browser's Back button: in this tab, until it was sent.
for (const form of document.querySelectorAll("form[data-keeps]")) {
  const fields = [...form.elements].filter((each) => each.name && !["hidden", "submit", "password", "file"].includes(each.type));
  const ticks = (each) => ["checkbox", "radio"].includes(each.type);
  const typedBefore = history.state?.typed;
  if (typedBefore?.length === fields.length)
    fields.forEach((each, place) => { each[ticks(each) ? "checked" : "value"] = typedBefore[place]; });
  const typed = () => fields.map((each) => (ticks(each) ? each.checked : each.value));
  form.addEventListener("input", () => history.replaceState({ typed: typed() }, ""));
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "language") history.replaceState(null, "");
  });
}

// A page that answers a press and is kept by nobody: the way back, and loading it anew, ask for the address that says
// how it stands, and send nothing again.
const standsAt = document.querySelector("[data-stands-at]");
if (standsAt) history.replaceState(null, "", standsAt.dataset.standsAt);

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
// What unfolds below it comes into sight.
document.querySelector(".side-nav .menu-more")?.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.lastElementChild.scrollIntoView({ block: "nearest" });
});
