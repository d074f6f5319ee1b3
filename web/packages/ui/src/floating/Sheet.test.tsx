import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Sheet } from "./Sheet";

function Cart() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        Open cart
      </button>
      <Sheet isOpen={isOpen} onClose={() => setIsOpen(false)} title="Cart" closeLabel="Close" footer="€18.00">
        Dip-glazed tumbler
      </Sheet>
    </>
  );
}

const sheet = () => screen.queryByRole("dialog", { name: "Cart" });

test("it opens as a modal dialog named by its title, and closes by its button", async () => {
  const user = userEvent.setup();
  render(<Cart />);
  expect(screen.queryByText("Dip-glazed tumbler")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Open cart" }));
  expect(sheet()).toHaveAttribute("open");
  expect(screen.getByText("Dip-glazed tumbler")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByText("Dip-glazed tumbler")).toBeNull();
});

test("Escape and a press beside it close it; a press inside does not", async () => {
  const user = userEvent.setup();
  render(<Cart />);
  await user.click(screen.getByRole("button", { name: "Open cart" }));
  fireEvent.mouseDown(screen.getByText("Dip-glazed tumbler"));
  const open = sheet();
  if (!open) throw new Error("The sheet is not there.");
  expect(open).toHaveAttribute("open");
  fireEvent(open, new Event("cancel", { cancelable: true }));
  expect(open).not.toHaveAttribute("open");
  await user.click(screen.getByRole("button", { name: "Open cart" }));
  fireEvent.mouseDown(open);
  expect(open).not.toHaveAttribute("open");
});
