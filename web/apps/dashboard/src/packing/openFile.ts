/** Until the browser has fetched what it opens. */
const KEPT_MS = 60_000;

/** PDF opens in a tab to print; what a label printer reads is kept as a file. */
export function openFile(file: Blob, format: "pdf" | "zpl", name: string) {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  if (format === "pdf") link.target = "_blank";
  else link.download = `${name}.zpl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
