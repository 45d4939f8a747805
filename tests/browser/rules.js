// What a machine can tell of whether a page shuts somebody out; one object of two functions, called by rules.py.
({
  findings(inside) {
    const root = document.querySelector(inside);
    const found = [];
    const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[aria-hidden="true"]');
    const all = (pattern) => [...root.querySelectorAll(pattern)].filter(shown);
    const tell = (each, what) => found.push(`${what}: ${each.outerHTML.slice(0, 160)}`);
    const ids = (each, name) => (each.getAttribute(name) || "").split(" ").filter(Boolean);
    const saidBy = (id) => (document.getElementById(id)?.innerText || "").trim();
    const named = (each) =>
      (each.getAttribute("aria-label") || "").trim() ||
      (each.innerText || "").trim() ||
      ids(each, "aria-labelledby").some(saidBy) ||
      [...(each.labels || [])].some((label) => label.innerText.trim());

    const controls = "button, a[href], input, select, textarea, [role=menuitem], [role=option]";
    const parts = "[role=img], dialog, nav, table, [role=menu], [role=listbox]";
    for (const each of all(`${controls}, ${parts}`)) if (!named(each)) tell(each, "no name");
    for (const each of all("img:not([alt]), canvas, svg"))
      if (!each.closest("[role=img][aria-label]")) tell(each, "a picture without words");

    let before = 0;
    for (const each of all("h1, h2, h3, h4")) {
      const level = Number(each.tagName[1]);
      if (before > 0 && level > before + 1) tell(each, `a heading of level ${level} after one of ${before}`);
      before = level;
    }
    for (const table of all("table")) {
      if (!table.querySelector("thead th")) tell(table, "a table without heads");
      for (const head of table.querySelectorAll("th")) if (!head.scope) tell(head, "a head without its direction");
    }
    const called = [...document.querySelectorAll("[id]")].map((each) => each.id);
    for (const id of new Set(called)) if (called.filter((each) => each === id).length > 1) found.push(`two are called ${id}`);
    for (const name of ["aria-labelledby", "aria-describedby", "aria-activedescendant"])
      for (const each of all(`[${name}]`))
        for (const id of ids(each, name)) if (!document.getElementById(id)) tell(each, `${name} names nothing`);
    for (const each of all("[tabindex]")) if (each.tabIndex > 0) tell(each, "an order of its own");
    if (inside === "body") {
      for (const only of ["h1", "main"]) if (all(only).length !== 1) found.push(`${all(only).length} of ${only}`);
    }
    return found;
  },

  contrasts() {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (text) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top, below) => top.slice(0, 3).map((each, at) => each * top[3] + below[at] * (1 - top[3]));
    // Relative luminance and contrast ratio as WCAG 2.2 defines them.
    const linear = (each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    const ratio = (one, other) => {
      const [dark, bright] = [luminance(one), luminance(other)].sort((x, y) => x - y);
      return (bright + 0.05) / (dark + 0.05);
    };
    const ground = (each) => {
      const layers = [];
      for (let at = each; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
      return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const found = new Map();
    for (const each of document.querySelectorAll("body *")) {
      const speaks = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      const seen = each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!speaks || !seen || each.closest(".unseen, option, :disabled")) continue;
      const [style, below] = [getComputedStyle(each), ground(each)];
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const reached = ratio(over(rgba(style.color), below), below);
      const pair = `${style.color} on ${below.map(Math.round)}`;
      if (reached < (large ? 3 : 4.5)) found.set(pair, `${reached.toFixed(2)} (${pair}): ${each.outerHTML.slice(0, 120)}`);
    }
    return [...found.values()];
  },
})
