import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { QuantityStepper } from "./QuantityStepper";

const labels = { quantity: "Quantity", decrease: "One less", increase: "One more" };

function Stepper({ start = 2, max = 5 }: { start?: number; max?: number }) {
  const [value, setValue] = useState(start);
  return <QuantityStepper value={value} onChange={setValue} max={max} labels={labels} />;
}

const field = () => screen.getByRole("textbox", { name: "Quantity" });

test("one more and one less stay within what is allowed", async () => {
  const user = userEvent.setup();
  render(<Stepper start={4} />);
  await user.click(screen.getByRole("button", { name: "One more" }));
  expect(field()).toHaveValue("5");
  expect(screen.getByRole("button", { name: "One more" })).toBeDisabled();
  await user.type(field(), "{ArrowUp}");
  expect(field()).toHaveValue("5");
  for (let step = 0; step < 4; step += 1) await user.click(screen.getByRole("button", { name: "One less" }));
  expect(field()).toHaveValue("1");
  expect(screen.getByRole("button", { name: "One less" })).toBeDisabled();
});

test("what is typed counts when the field is left, and is brought within the limits", async () => {
  const user = userEvent.setup();
  render(<Stepper />);
  await user.clear(field());
  await user.type(field(), "12x");
  expect(field()).toHaveValue("12");
  await user.tab();
  expect(field()).toHaveValue("5");
});

test("an empty field goes back to the last quantity", async () => {
  const user = userEvent.setup();
  render(<Stepper start={3} />);
  await user.clear(field());
  await user.tab();
  expect(field()).toHaveValue("3");
});
