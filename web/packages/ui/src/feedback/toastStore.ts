import type { ReactNode } from "react";

export type Toast = {
  text: ReactNode;
  /** Such as "Undo". */
  action?: { label: string; onAction: () => void };
};
export type ShownToast = Toast & { id: number };

let shown: readonly ShownToast[] = [];
let counter = 0;
const listeners = new Set<() => void>();
const TOASTS_MAX = 3;

function set(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** For what happened elsewhere and for undo; never for errors of a form. */
export function showToast(toast: Toast): void {
  counter += 1;
  set([...shown, { ...toast, id: counter }].slice(-TOASTS_MAX));
}

export function dropToast(id: number): void {
  set(shown.filter((toast) => toast.id !== id));
}

export const toastStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  get: () => shown,
};
