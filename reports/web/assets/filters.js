(() => {
  "use strict";
  // Above every table of records a box: only rows that hold all of its words stay in sight.
  for (const box of document.querySelectorAll('[id^="part-records-"]')) {
    const rows = [...box.querySelectorAll("tbody tr")];
    if (rows.length < 2) continue;
    const texts = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\n").toLowerCase());
    const line = document.createElement("p");
    line.className = "filter";
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "筛选：编号或内容，多个词以空格隔开";
    field.setAttribute("aria-label", "筛选记录");
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    line.append(field, told);
    box.prepend(line);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        const fits = words.every((word) => texts[place].includes(word));
        row.hidden = !fits;
        shown += fits;
      });
      told.textContent = words.length ? `${shown} / ${rows.length} 条` : "";
    });
  }
})();
