import { useState } from "react";
import { Button, IconButton, LinkButton } from "../controls/Button";
import { Checkbox, RadioGroup, Switch } from "../controls/Choices";
import { Field } from "../controls/Field";
import { FileDrop } from "../controls/FileDrop";
import { QuantityStepper } from "../controls/QuantityStepper";
import { Select, TextArea, TextInput } from "../controls/TextInput";
import { HeartIcon, MagnifyingGlassIcon, ShoppingBagIcon, TrashIcon } from "../icons";
import { Part, type Theme } from "./Part";

const COUNTRIES = [
  { value: "ES", label: "Spain" },
  { value: "PT", label: "Portugal" },
];

const DELIVERIES = [
  { value: "post", label: "Post", hint: "Tue 24 – Thu 26 Nov", aside: "€4.90" },
  { value: "bike", label: "Bicycle courier", hint: "Tomorrow, in Porto only", aside: "€7.50" },
  { value: "market", label: "Pick up at the stall", hint: "Saturday market, Porto", aside: "free" },
];

/** Buttons and fields. */
export function ControlsPart({ theme }: { theme: Theme }) {
  return (
    <Part title="Buttons and fields">
      <Buttons />
      <Fields theme={theme} />
      <Choices theme={theme} />
      <FileDrop
        label="Drop pictures here"
        hint="JPEG, PNG or WebP, up to 20 MB each"
        buttonLabel="Choose pictures"
        accept="image/*"
        isMultiple
        onFiles={() => undefined}
      />
    </Part>
  );
}

function Buttons() {
  const [isBusy, setIsBusy] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-12">
        <Button variant="primary">Add to cart</Button>
        <Button>Save draft</Button>
        <Button variant="quiet">Change</Button>
        <Button variant="danger" icon={<TrashIcon aria-hidden className="size-20" />}>
          Archive product
        </Button>
        <Button variant="primary" isBusy={isBusy} onClick={() => setIsBusy(true)}>
          {isBusy ? "Paying" : "Pay €134.90"}
        </Button>
        <Button disabled>Sold out</Button>
        <LinkButton href="#stalls">See all stalls</LinkButton>
      </div>
      <div className="flex flex-wrap items-center gap-12">
        <IconButton label="Search">
          <MagnifyingGlassIcon aria-hidden className="size-24" />
        </IconButton>
        <IconButton label="Save for later">
          <HeartIcon aria-hidden className="size-24" />
        </IconButton>
        <IconButton label="Cart, 3 things" count={3}>
          <ShoppingBagIcon aria-hidden className="size-24" />
        </IconButton>
        <span className="dense flex flex-wrap gap-8">
          <Button variant="primary">Mark as shipped</Button>
          <Button>Print slip</Button>
        </span>
      </div>
    </>
  );
}

function Fields({ theme }: { theme: Theme }) {
  return (
    <div className="grid gap-20 sm:grid-cols-2">
      <Field label="Name" name={`${theme}-name`} hint="As it should stand on the parcel">
        <TextInput autoComplete="name" defaultValue="Inês Duarte" />
      </Field>
      <Field
        label="Email"
        name={`${theme}-email`}
        error="Write an address such as name@example.org."
        isRequired
      >
        <TextInput type="email" autoComplete="email" defaultValue="ines.duarte" />
      </Field>
      <Field label="Country" name={`${theme}-country`}>
        <Select options={COUNTRIES} defaultValue="PT" />
      </Field>
      <Field label="Price" name={`${theme}-price`} aside="optional">
        <TextInput inputMode="decimal" start="€" defaultValue="34.00" />
      </Field>
      <Field label="Story" name={`${theme}-story`} hint="In the first person, two or three sentences">
        <TextArea placeholder="I learnt to throw from my grandmother" />
      </Field>
    </div>
  );
}

function Choices({ theme }: { theme: Theme }) {
  const [delivery, setDelivery] = useState("post");
  const [isOn, setIsOn] = useState(true);
  const [quantity, setQuantity] = useState(2);
  return (
    <div className="grid gap-24 sm:grid-cols-2">
      <RadioGroup
        legend="Delivery"
        name={`${theme}-delivery`}
        options={DELIVERIES}
        value={delivery}
        onChange={setDelivery}
      />
      <div className="flex flex-col gap-8">
        <Checkbox label="Only what can be bought now" aside={42} defaultChecked />
        <Checkbox label="From Portugal" aside={17} />
        <Checkbox label="I accept the terms" error="Accept the terms to place the order." />
        <Switch
          label="Accept orders by myself"
          hint="Within 48 hours, else they are cancelled"
          isOn={isOn}
          onChange={setIsOn}
        />
        <QuantityStepper
          value={quantity}
          onChange={setQuantity}
          max={9}
          labels={{ quantity: "Quantity", decrease: "One less", increase: "One more" }}
        />
      </div>
    </div>
  );
}
