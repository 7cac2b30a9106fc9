// Brings the newest question to the top of the page, for as long as the answer under it still grows.

const HANDS = ["wheel", "touchstart", "keydown", "pointerdown"];

export default function () {
  const question = [...document.querySelectorAll(".question")].at(-1);
  const page = question?.closest(".stMain");
  if (!page) return;
  let frame = 0;
  const until = performance.now() + 700;
  const stop = () => cancelAnimationFrame(frame);
  const follow = () => {
    question.scrollIntoView({ block: "start" });
    if (performance.now() < until) frame = requestAnimationFrame(follow);
  };
  follow();
  // The reader's own hand goes first.
  for (const hand of HANDS) addEventListener(hand, stop, { once: true, passive: true });
  return stop;
}
