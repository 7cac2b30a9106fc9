// Gives buttons the language of what they say, which Streamlit's own buttons cannot be told: for screen readers and hyphenation.

export default function ({ data }) {
  const name = () => {
    for (const [key, language] of data) {
      const named = CSS.escape(`st-key-${key}`);
      for (const button of document.querySelectorAll(`.${named} button, [class*="${named}-"] button`)) {
        if (button.lang !== language) button.lang = language;
      }
    }
  };
  name();
  // Streamlit draws its buttons when it likes, and some anew.
  const drawn = new MutationObserver(name);
  drawn.observe(document.body, { childList: true, subtree: true });
  return () => drawn.disconnect();
}
