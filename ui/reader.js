// Draws an article. Everything it says becomes a text node: nothing in it can be markup.

const make = (name, text, attributes = {}) => {
  const node = document.createElement(name);
  node.append(text);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

const paragraph = (pieces) => {
  const node = make("p", "", { dir: "auto" });
  for (const [text, quoted] of pieces) node.append(quoted ? make("mark", text) : text);
  return node;
};

const address = ({ address, linked }) =>
  linked
    ? make("a", address, { href: address, target: "_blank", rel: "noopener noreferrer" })
    : make("span", address);

const draw = (article, data) => {
  article.replaceChildren(
    make("p", data.about.join(" · "), { class: "about" }),
    make("h1", data.headline, { lang: data.language, dir: "auto" }),
  );
  const head = make("div", "", { class: "head" });
  if (data.by.length) head.append(make("p", data.by.join(" · "), { dir: "auto" }));
  if (data.rights) head.append(make("p", data.rights, { dir: "auto" }));
  if (data.address) head.append(make("p", address(data)));
  article.append(head);
  if (data.note) article.append(make("p", data.note, { class: "note" }));
  if (data.correction.length) {
    const [heading, text] = data.correction;
    const box = make("div", make("strong", heading), { class: "correction" });
    box.append(make("p", text, { lang: data.language, dir: "auto" }));
    article.append(box);
  }
  const body = make("div", "", { class: "body", lang: data.language });
  body.append(...data.paragraphs.map(paragraph));
  article.append(body);
};

export default function ({ data, parentElement }) {
  const article = parentElement.querySelector("article");
  // A rerun calls this again with the same article, which the reader may have scrolled by then.
  const drawn = JSON.stringify(data);
  if (article.drawn === drawn) return;
  article.drawn = drawn;
  draw(article, data);
  const mark = article.querySelector("mark");
  // The dialog takes its size over a few frames; each change of it puts the sentence back into view.
  const toMark = () => mark?.scrollIntoView({ block: "center" });
  requestAnimationFrame(toMark);
  const settling = new ResizeObserver(toMark);
  settling.observe(article);
  const settled = setTimeout(() => settling.disconnect(), 800);
  return () => {
    clearTimeout(settled);
    settling.disconnect();
  };
}
