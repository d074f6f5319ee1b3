/**
 * Where a page was drawn ahead, its scripts are fetched once its first pictures are there, and begin once these have
 * been painted: what people see does not wait for what makes it work.
 */
const PICTURES_WAITED_FOR_MS = 1000;

/** What is pressed until main.tsx tells that it works is pressed then, once; links and forms lead on by themselves. */
const pressed = new Set<HTMLElement>();

function keep(press: Event): void {
  const waiting = (press.target as Element).closest<HTMLElement>("[type=button],label,input");
  if (!waiting) return;
  press.preventDefault();
  pressed.add(waiting);
}

function release(): void {
  removeEventListener("click", keep, true);
  for (const one of pressed) one.click();
}

addEventListener("click", keep, true);
addEventListener("feria:works", release);

const { main, modules } = document.querySelector<HTMLScriptElement>("script[data-main]")?.dataset ?? {};
const pictures = [...document.images].filter(({ loading }) => loading !== "lazy");

function fetchModules(): void {
  for (const href of modules?.split(" ") ?? []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
}

function begin(): void {
  // Where they cannot be had, ticks are set and forms sent as without any.
  if (main) import(/* @vite-ignore */ main).catch(release);
}

void Promise.race([
  Promise.allSettled(pictures.map((picture) => picture.decode())),
  new Promise((resolve) => setTimeout(resolve, PICTURES_WAITED_FOR_MS)),
]).then(() => {
  fetchModules();
  // Nothing is painted in a tab behind others.
  if (document.hidden) begin();
  else requestAnimationFrame(() => setTimeout(begin));
});
