(() => {
  "use strict";
  const TIP = { id: "chart-tip", disableDefaultStyle: true };
  const NARROWEST = 420;
  const COMPOSED = ["hconcat", "vconcat", "concat", "facet", "repeat"];

  // The chart as drawn if it fits; otherwise, where it is one view, laid out anew for its place. Below the narrowest
  // width that leaves bars room beside their names, the page scales it down.
  const fitted = (spec, drawn, room) => {
    if (room >= drawn || COMPOSED.some((kind) => kind in spec)) return spec;
    const width = Math.min(drawn, Math.max(room, NARROWEST));
    const config = { ...spec.config, legend: { ...spec.config?.legend, columns: 2 } };
    return { ...spec, width, config, autosize: { type: "fit-x", contains: "padding" } };
  };

  const saving = (figure, view) => {
    let row = figure.querySelector(".keep");
    row?.remove();
    row = document.createElement("p");
    row.className = "keep";
    for (const [kind, scale] of [["png", 3], ["svg", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `保存为 ${kind.toUpperCase()}`;
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        link.href = await view.toImageURL(kind, scale);
        link.download = `${figure.querySelector("figcaption").textContent.trim().replaceAll("\u00a0", "")}.${kind}`;
        link.click();
      });
      row.append(button);
    }
    figure.append(row);
  };

  const draw = async (figure) => {
    const still = figure.querySelector(".still svg");
    const live = figure.querySelector(".live");
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const drawn = Number(still.getAttribute("width"));
    const room = figure.clientWidth;
    figure.dataset.room = room;
    const options = { mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: TIP };
    // Drawn aside first: a chart that fails leaves the one before it in place.
    const next = document.createElement("div");
    next.className = "live";
    next.setAttribute("aria-hidden", "true");
    const { view, finalize } = await vegaEmbed(next, fitted(spec, drawn, room), options);
    figure.finalize?.();
    figure.finalize = finalize;
    live.replaceWith(next);
    figure.classList.add("drawn");
    saving(figure, view);
  };

  const figures = [...document.querySelectorAll("figure.chart:not(.sketched)")];
  const drawAll = async (some) => {
    for (const figure of some) {
      try {
        await draw(figure);
      } catch (error) {
        console.error(error);
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
  };

  let timer;
  const watch = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = figures.filter((figure) => figure.clientWidth && figure.dataset.room !== String(figure.clientWidth));
      drawAll(changed);
    }, 200);
  });

  // Labels are measured when a chart is drawn: the page's font has to be there.
  Promise.allSettled([400, 700].map((weight) => document.fonts.load(`${weight} 12px "Noto Sans SC"`)))
    .then(() => drawAll(figures))
    .then(() => {
      document.documentElement.dataset.charts = "drawn";
      for (const figure of figures) watch.observe(figure);
    });
})();
