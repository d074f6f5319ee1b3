import type { Product } from "@feria/api";
import { classes, Picture } from "@feria/ui";
import { useId } from "react";
import { useTranslation } from "../../texts";
import type { Chosen } from "./useChoice";
import { swatchesOf, valueState, type ValueState } from "./variants";

type OptionChoiceProps = { product: Product; option: Product["options"][number]; choice: Chosen };

/** The values of one option as buttons, or as swatches where each has a picture of its own. */
export function OptionChoice({ product, option, choice }: OptionChoiceProps) {
  const { name, values } = option;
  const group = useId();
  const swatches = swatchesOf(product, name, values);
  return (
    <fieldset>
      <legend className="mb-8 type-label">
        {name}
        <span className="text-ink-2">
          {": "}
          {choice.values[name]}
        </span>
      </legend>
      <div className="flex flex-wrap gap-8">
        {values.map((value) => (
          <Value
            key={value}
            group={group}
            value={value}
            state={valueState(product, choice.values, name, value)}
            isChosen={choice.values[name] === value}
            onChoose={() => choice.choose(name, value)}
            swatch={swatches ? <Swatch product={product} imageId={swatches[value]} /> : null}
          />
        ))}
      </div>
    </fieldset>
  );
}

type ValueProps = {
  group: string;
  value: string;
  state: ValueState;
  isChosen: boolean;
  onChoose: () => void;
  swatch: React.ReactNode;
};

function Value({ group, value, state, isChosen, onChoose, swatch }: ValueProps) {
  const { t } = useTranslation();
  const isGone = state !== "available";
  return (
    <label
      className={classes(
        "relative flex min-h-44 min-w-44 cursor-pointer items-center justify-center rounded-control border transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        swatch ? "overflow-clip" : "px-16",
        isChosen
          ? "border-plum-text bg-plum-soft text-plum-text"
          : "border-line-strong bg-surface hover:border-ink",
        isGone && "option-gone text-ink-3",
      )}
    >
      <input
        type="radio"
        name={group}
        value={value}
        checked={isChosen}
        onChange={onChoose}
        className="sr-only"
      />
      {swatch}
      <span className={swatch ? "sr-only" : "type-label"}>{value}</span>
      {isGone && <span className="sr-only"> {t(`product.value.${state}`)}</span>}
    </label>
  );
}

function Swatch({ product, imageId }: { product: Product; imageId: string | undefined }) {
  const image = product.images.find(({ id }) => id === imageId);
  return (
    <Picture
      picture={image && { ...image, alt: "" }}
      hue={product.seller.stall_hue}
      sizes="56px"
      rounding="none"
      className="w-56"
    />
  );
}
