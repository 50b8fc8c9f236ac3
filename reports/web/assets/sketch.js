(() => {
  "use strict";
  const NARROWEST = 420;
  const figures = [...document.querySelectorAll("figure.sketched")];

  // Marks of the plot lie between its edges in proportion; what is set keeps its width and moves with its middle.
  const lay = (figure) => {
    const svg = figure.querySelector("svg");
    const drawn = Number((svg.dataset.drawn ??= svg.getAttribute("width")));
    const room = figure.clientWidth;
    if (!room) return;
    const left = Number(svg.dataset.left);
    const width = room >= drawn ? drawn : Math.min(drawn, Math.max(room, NARROWEST));
    const scale = (width - left - svg.dataset.right) / (drawn - left - svg.dataset.right);
    const moved = (x) => left + (x - left) * scale;
    for (const mark of svg.querySelectorAll(".plot > *")) {
      mark.first ??= Object.fromEntries(
        ["x", "x1", "x2", "width", "transform"].map((name) => [name, mark.getAttribute(name)]),
      );
      const { x, x1, x2, width: wide, transform } = mark.first;
      const set = mark.classList.contains("set");
      if (transform) {
        const [, at, rest] = transform.match(/translate\(([-\d.]+)(.*)/);
        mark.setAttribute("transform", `translate(${moved(Number(at))}${rest}`);
      } else if (x !== null) {
        const half = set ? wide / 2 : 0;
        mark.setAttribute("x", moved(Number(x) + half) - half);
        if (wide !== null && !set) mark.setAttribute("width", wide * scale);
      } else {
        mark.setAttribute("x1", moved(Number(x1)));
        mark.setAttribute("x2", moved(Number(x2)));
      }
    }
    svg.querySelector(".end")?.setAttribute("transform", `translate(${width - drawn},0)`);
    svg.setAttribute("width", width);
    svg.setAttribute("viewBox", `0 0 ${width} ${svg.getAttribute("height")}`);
  };

  const tip = document.createElement("div");
  tip.id = "chart-tip";
  document.body.append(tip);
  const tell = (event) => {
    const told = event.target.dataset?.tip;
    tip.classList.toggle("visible", Boolean(told));
    if (!told) return;
    const table = document.createElement("table");
    for (const line of told.split("\n")) {
      const row = table.insertRow();
      for (const [place, text] of line.split("\t").entries()) {
        const cell = row.insertCell();
        cell.className = place ? "value" : "key";
        cell.textContent = text;
      }
    }
    tip.replaceChildren(table);
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, innerWidth - width - 4))}px`;
    tip.style.top = `${event.clientY + 14 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 14}px`;
  };

  const file = (svg, style) => {
    const copy = svg.cloneNode(true);
    for (const mark of copy.querySelectorAll("[data-tip]")) mark.remove();
    if (style) copy.insertAdjacentElement("afterbegin", style);
    return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  };

  const address = (blob) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.addEventListener("load", () => resolve(reader.result));
      reader.readAsDataURL(blob);
    });

  // A picture knows no fonts but its own: the page's goes with it.
  const picture = async (svg) => {
    const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
    style.textContent = document.querySelector("style").textContent.match(/@font-face\{.*?\}\n/s)?.[0] ?? "";
    const image = new Image();
    image.src = await address(file(svg, style));
    await image.decode();
    await new Promise((resolve) => setTimeout(resolve, 60));
    const canvas = document.createElement("canvas");
    canvas.width = 3 * svg.getAttribute("width");
    canvas.height = 3 * svg.getAttribute("height");
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  };

  const saving = (figure) => {
    const svg = figure.querySelector("svg");
    const row = document.createElement("p");
    row.className = "keep";
    for (const kind of ["png", "svg"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `保存为 ${kind.toUpperCase()}`;
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        link.href = kind === "png" ? await picture(svg) : await address(file(svg));
        link.download = `${figure.querySelector("figcaption").textContent.trim().replaceAll("\u00a0", "")}.${kind}`;
        link.click();
      });
      row.append(button);
    }
    figure.append(row);
  };

  let timer;
  const watch = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => figures.forEach(lay), 100);
  });
  for (const figure of figures) {
    lay(figure);
    saving(figure);
    watch.observe(figure);
    figure.addEventListener("pointermove", tell);
    figure.addEventListener("pointerleave", tell);
  }
  if (!document.querySelector("figure.chart:not(.sketched)")) document.documentElement.dataset.charts = "drawn";
})();
