import {
  useBuyLabel,
  useLabelRates,
  type Label,
  type LabelRate,
  type LabelRates,
  type SellerOrder,
} from "@feria/api";
import { useState, type FormEvent } from "react";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { useBox } from "../../packing/useBox";
import { packable, packableLines } from "./rules";

/** A parcel to be labelled. Whatever is changed makes prices that were asked for before void. */
export function useLabelForm(order: SellerOrder) {
  const problemText = useProblemText();
  const [ask, buy] = [useLabelRates(), useBuyLabel()];
  const [units, setAllUnits] = useState<Record<string, number>>(() =>
    Object.fromEntries(packableLines(order).map((line) => [line.id, packable(order, line)])),
  );
  const [isEmpty, setIsEmpty] = useState(false);
  const [rates, setRates] = useState<LabelRates | null>(null);
  const box = useBox(() => setRates(null));

  const items = Object.entries(units)
    .filter(([, quantity]) => quantity > 0)
    .map(([id, quantity]) => ({ id, quantity }));
  const wanted = box.found && { package: box.found, items };

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ask.isPending) return;
    setIsEmpty(items.length === 0);
    if (!box.check() || !wanted || items.length === 0) return;
    buy.reset();
    ask.mutate({ orderId: order.id, ...wanted }, { onSuccess: setRates });
  };
  const pay = ({ carrier, service, price }: LabelRate, format: Label["format"]) => {
    if (!wanted || buy.isPending) return;
    buy.mutate({ orderId: order.id, ...wanted, carrier, service, price, format }, { onSuccess: focusTitle });
  };
  const fault = buy.error ?? ask.error;
  return {
    units,
    setUnits: (id: string, value: number) => {
      setAllUnits((before) => ({ ...before, [id]: value }));
      setRates(null);
    },
    box: box.form,
    isEmpty,
    rates,
    ask: send,
    buy: pay,
    isAsking: ask.isPending,
    isBuying: buy.isPending,
    problem: fault && problemText(fault),
  };
}
