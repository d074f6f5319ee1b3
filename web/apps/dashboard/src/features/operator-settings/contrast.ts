const WHITE_CHANNEL = 255;

/** How far text and its ground are apart, as WCAG counts it, in the colours that this screen really shows. */
export function contrastOf(element: Element): number | null {
  const { color, backgroundColor } = getComputedStyle(element);
  const text = luminanceOf(color);
  const ground = luminanceOf(backgroundColor);
  if (text === null || ground === null) return null;
  return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
}

/** The browser itself turns any colour into what it paints. */
function luminanceOf(colour: string): number | null {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const paint = canvas.getContext("2d");
  if (!paint) return null;
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = [...paint.getImageData(0, 0, 1, 1).data].map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / WHITE_CHANNEL;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
