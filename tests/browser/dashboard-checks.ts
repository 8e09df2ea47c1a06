/** What is asked of a page inside of the browser; text, since the project has no types of one. */

/** By how many pixels the page is wider than its window. */
export const sideways = 'document.documentElement.scrollWidth - window.innerWidth';

/** What sticks out of the window to the left or right, and can be seen. */
export const outside = `[...document.querySelectorAll('main *, header *')].filter((each) => {
  if (each.closest('.hidden, thead, svg svg, .skip') || !each.checkVisibility()) return false;
  const { left, right, width } = each.getBoundingClientRect();
  return width > 0 && (left < -0.5 || right > window.innerWidth + 0.5);
}).map((each) => each.outerHTML.slice(0, 120))`;

/**
 * Text with less contrast than WCAG 2.2 AA asks for: 4.5 to 1, or 3 to 1 where it is large.
 * https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export const faint = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) =>
    [r, g, b].map((part, index) => part * a + below[index] * (1 - a));
  const behind = (element) => {
    const layers = [];
    for (let each = element; each !== null; each = each.parentElement) {
      layers.push(parse(getComputedStyle(each).backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === '' || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const drawn = element.closest('svg') !== null;
    const below = behind(element);
    const colour = over(parse(drawn ? style.fill : style.color), below);
    const [high, low] = [light(colour), light(below)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      seen.set(element.className + ' ' + element.localName, ratio.toFixed(2));
    }
  }
  return { checked: document.body.innerText.length, faint: [...seen] };
})()`;

/** How much moved after it was first drawn. https://web.dev/articles/cls */
export const shifts = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 50);
})`;

/** What is read aloud first of the page: its landmarks and headings. */
export const outline = `({
  language: document.documentElement.lang,
  mains: document.querySelectorAll('main').length,
  headings: [...document.querySelectorAll('h1, h2, h3')].map((each) => Number(each.localName[1])),
  unnamed: [...document.querySelectorAll('nav, [role="search"], svg[role="img"], input:not([type="hidden"])')]
    .filter((each) => each.checkVisibility()
      && !each.getAttribute('aria-label') && each.localName !== 'form' && !(each.labels?.length > 0)).length,
})`;

/** Where the focus is, and whether a ring shows it. */
export const focused = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return {
    text: document.activeElement.textContent.trim().slice(0, 40),
    name: document.activeElement.localName,
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
})()`;
