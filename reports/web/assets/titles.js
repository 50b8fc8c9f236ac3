(() => {
  "use strict";
  // Titles break before words of two characters or more: browsers may break Chinese after any character, and
  // segmenters set suffixes such as 者 and 权 apart.
  if (!("Segmenter" in Intl)) return;
  const words = new Intl.Segmenter("zh-CN", { granularity: "word" });
  const opening = /[\p{Ps}\p{Pi}]$/u;
  const broken = (text) => {
    const pieces = [];
    for (const { segment, isWordLike, index } of words.segment(text)) {
      const may = index && isWordLike && segment.length > 1 && !opening.test(text.slice(0, index));
      pieces.push(...(may ? [document.createElement("wbr")] : []), segment);
    }
    return pieces;
  };
  for (const title of document.querySelectorAll("header h1, main :is(h2, h3, h4) > span, figcaption")) {
    for (const node of [...title.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)) {
      node.replaceWith(...broken(node.data));
    }
    title.classList.add("whole-words");
  }
})();
