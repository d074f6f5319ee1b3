/** Plain text in blocks: `## heading`, `- item`, and paragraphs apart by an empty line. */
export type Block =
  { kind: "heading"; text: string } | { kind: "list"; items: string[] } | { kind: "text"; lines: string[] };

export function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  for (const part of body.replaceAll("\r", "").split(/\n{2,}/)) {
    for (const line of part.split("\n").filter((one) => one.trim() !== "")) add(blocks, line.trim());
    blocks.push({ kind: "text", lines: [] });
  }
  return blocks.filter((block) => block.kind !== "text" || block.lines.length > 0);
}

function add(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  if (line.startsWith("#")) blocks.push({ kind: "heading", text: line.replace(/^#+\s*/, "") });
  else if (/^[-*] /.test(line)) {
    if (last?.kind === "list") last.items.push(line.slice(2));
    else blocks.push({ kind: "list", items: [line.slice(2)] });
  } else if (last?.kind === "text") last.lines.push(line);
  else blocks.push({ kind: "text", lines: [line] });
}
