/** Makes and changes elements; nothing here parses text as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** An element, of SVG where its name begins with "svg:"; attributes that are undefined, null or false are left out. */
export function element(name, attributes = {}, ...children) {
  const made = name.startsWith("svg:") ? document.createElementNS(SVG, name.slice(4)) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return made;
}

export const byId = id => document.getElementById(id);

/** Sets a text where it is another, so that nothing is laid out or read out for no reason. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function setAttribute(node, name, value) {
  if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** A table whose first column names the row; a column is {head, text}, where text says that it is no number. */
export function table(caption, columns, rows) {
  const kind = column => column.text ? "text" : undefined;
  return element("table", {},
    element("caption", {class: "unseen"}, caption),
    element("thead", {}, element("tr", {}, columns.map(column => element("th", {scope: "col", class: kind(column)}, column.head)))),
    element("tbody", {}, rows.map(cells => element("tr", {}, cells.map((content, i) =>
      i === 0 ? element("th", {scope: "row"}, content) : element("td", {class: kind(columns[i])}, content))))));
}

/** A wide thing that scrolls in itself, by keyboard too. */
export const scrolling = (label, ...content) =>
  element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label}, ...content);

/** Runs a drawing at most once a frame, however often it is asked for, and not while nobody looks. */
export function eachFrame(draw) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

/** A group of buttons of which one is pressed; options are {key, title}. */
export function segments(holder, options, chosen, choose) {
  holder.replaceChildren(...options.map(option => element("button", {
    type: "button",
    "aria-pressed": String(option.key === chosen),
    onclick: event => {
      for (const button of holder.children) {
        button.setAttribute("aria-pressed", String(button === event.currentTarget));
      }
      choose(option.key);
    }
  }, option.title)));
}
