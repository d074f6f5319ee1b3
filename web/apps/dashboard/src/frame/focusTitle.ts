/** After a step the button that led to it is gone: the focus goes to the page's title, once the dialog has closed. */
export function focusTitle(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("h1")?.focus());
}
