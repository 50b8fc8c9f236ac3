(() => {
  "use strict";
  const contents = document.querySelector(".contents details");
  if (!contents) return;
  const here = contents.querySelector(".contents-here");
  const narrow = matchMedia("(max-width: 64rem)");
  const links = [...contents.querySelectorAll("a")];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current = null;

  // A list beside the text stands open; above it, it opens when asked for.
  const fold = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  for (const link of links) link.addEventListener("click", fold);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold();
  });

  const mark = () => {
    const place = targets.findLastIndex((target) => target.getBoundingClientRect().top < innerHeight / 4);
    const link = place < 0 ? null : links[place];
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    here.textContent = link ? link.textContent : "";
    current = link;
    if (link && !narrow.matches) keepInSight(link, contents.closest("nav"));
  };
  const keepInSight = (link, box) => {
    const inner = link.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 40) {
      box.scrollTop += inner.top - outer.top - outer.height / 2;
    }
  };

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  mark();
})();
