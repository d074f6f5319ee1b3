import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Toasts } from "./Toasts";
import { showToast } from "./toastStore";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  act(() => vi.runAllTimers());
  vi.useRealTimers();
});

test("a toast goes after six seconds, and its action once it was taken", () => {
  const undo = vi.fn();
  render(<Toasts label="Notices" closeLabel="Close" />);
  act(() => showToast({ text: "Tumbler removed", action: { label: "Undo", onAction: undo } }));
  act(() => vi.advanceTimersByTime(5_900));
  expect(screen.getByText("Tumbler removed")).toBeVisible();
  act(() => screen.getByRole("button", { name: "Undo" }).click());
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText("Tumbler removed")).toBeNull();
  act(() => showToast({ text: "Saved" }));
  act(() => vi.advanceTimersByTime(6_000));
  expect(screen.queryByText("Saved")).toBeNull();
});
