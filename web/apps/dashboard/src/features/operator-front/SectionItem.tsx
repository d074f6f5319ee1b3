import { Button, classes } from "@feria/ui";
import { useState, type KeyboardEvent } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Choices } from "./FrontForm";
import { dragging, type SectionOrder } from "./order";
import { SectionFieldset } from "./SectionFieldset";
import type { FrontFields } from "./sections";

type SectionItemProps = {
  place: number;
  choices: Choices;
  isLast: boolean;
  order: SectionOrder;
  onRemove: () => void;
};

/** One section in a line, and its fields once it is opened. */
export function SectionItem({ place, choices, isLast, order, onRemove }: SectionItemProps) {
  const { t } = useTranslation();
  const section = useWatch<FrontFields, `sections.${number}`>({ name: `sections.${place}` });
  const { formState } = useFormContext<FrontFields>();
  const [isOpened, setIsOpened] = useState(false);
  const isOpen = isOpened || Boolean(formState.errors.sections?.[place]);
  const name = t(`operator.front.kind.${section.kind}`);
  return (
    <li
      draggable={!isOpen}
      {...dragging(order, place, name)}
      className={classes(
        "flex flex-col gap-16 px-16 py-12 md:px-20",
        order.over === place && order.dragged !== place && "bg-plum-soft",
        order.dragged === place && "opacity-50",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-16 gap-y-8">
        <span className="numbers w-16 shrink-0 text-ink-3">{place + 1}</span>
        <div className="flex min-w-0 flex-1 basis-128 flex-col">
          <span className="font-500">{name}</span>
          <span className="truncate type-small text-ink-2">
            <SectionWords section={section} choices={choices} />
          </span>
        </div>
        <Steps place={place} isLast={isLast} isOpen={isOpen} name={name} order={order} onOpen={setIsOpened} />
      </div>
      {isOpen && <SectionFieldset place={place} kind={section.kind} choices={choices} onRemove={onRemove} />}
    </li>
  );
}

type StepsProps = {
  place: number;
  isLast: boolean;
  isOpen: boolean;
  name: string;
  order: SectionOrder;
  onOpen: (isOpen: boolean) => void;
};

function Steps({ place, isLast, isOpen, name, order, onOpen }: StepsProps) {
  const { t } = useTranslation();
  const press = (event: KeyboardEvent) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step) return;
    event.preventDefault();
    order.moveTo(place, place + step);
  };
  const stepTo = (to: number, label: string) => (
    <Button variant="quiet" onClick={() => order.moveTo(place, to)}>
      {label}
      <span className="sr-only">: {name}</span>
    </Button>
  );
  return (
    <div className="flex flex-wrap gap-4 max-sm:w-full">
      {place > 0 && stepTo(place - 1, t("operator.up"))}
      {!isLast && stepTo(place + 1, t("operator.down"))}
      <Button
        variant="quiet"
        aria-expanded={isOpen}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onKeyDown={press}
        onClick={() => onOpen(!isOpen)}
      >
        {t(isOpen ? "operator.front.close" : "operator.front.edit")}
        <span className="sr-only">: {name}</span>
      </Button>
    </div>
  );
}

/** What the section is about, in a few words. */
function SectionWords({ section, choices }: { section: FrontFields["sections"][number]; choices: Choices }) {
  const { t } = useTranslation();
  const { kind, title, source, products, sellerId, categories, price } = section;
  if (title.trim()) return title;
  if (kind === "products") {
    const what = t(`operator.front.source.${source}`, { count: products.length });
    return price.trim()
      ? `${what}, ${t("operator.front.upTo", { price, currency: choices.currency })}`
      : what;
  }
  if (kind === "story")
    return choices.sellers.find(({ id }) => id === sellerId)?.name ?? t("operator.front.eachDay");
  if (kind === "categories")
    return categories.length > 0
      ? t("operator.front.chosen", { count: categories.length })
      : t("operator.front.allRoots");
  return t(kind === "headline" ? "operator.front.ownWords" : "operator.front.untitled");
}
