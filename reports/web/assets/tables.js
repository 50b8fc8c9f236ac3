(() => {
  "use strict";
  // A table that fits needs no scrolling box: its head can stay in sight, and the keyboard passes it by.
  const boxes = [...document.querySelectorAll(".scroll")];
  const fit = () => {
    for (const box of boxes) box.classList.remove("fits");
    const fitting = boxes.map((box) => box.scrollWidth <= box.clientWidth);
    boxes.forEach((box, place) => {
      box.classList.toggle("fits", fitting[place]);
      if (fitting[place]) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
    });
  };
  addEventListener("resize", fit);
  document.fonts.ready.then(fit);
})();
