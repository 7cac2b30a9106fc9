// Gives buttons the language of what they say, which Streamlit's own buttons cannot be told: for screen readers and hyphenation.

export default function ({ data }) {
  const languages = new Map(Object.entries(data).map(([key, language]) => [`st-key-${key}`, language]));
  let waiting = 0;
  const name = () => {
    waiting = 0;
    for (const button of document.querySelectorAll('[class*="st-key-"] button')) {
      for (const named of button.closest('[class*="st-key-"]').classList) {
        const language = languages.get(named);
        if (language && button.lang !== language) button.lang = language;
      }
    }
  };
  name();
  // Streamlit draws its buttons when it likes, and some anew.
  const drawn = new MutationObserver(() => (waiting ||= requestAnimationFrame(name)));
  drawn.observe(document.body, { childList: true, subtree: true });
  return () => {
    drawn.disconnect();
    cancelAnimationFrame(waiting);
  };
}
