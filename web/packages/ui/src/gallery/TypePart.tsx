import { Price } from "../market/Price";
import { STALL_HUES, stallProps } from "../text/hue";
import { classes } from "../text/classes";
import { Part } from "./Part";

const GROUNDS = ["bg-ground", "bg-surface", "bg-sunken", "bg-plum", "bg-plum-soft", "bg-citron"];

/** Type, colours and stalls. */
export function TypePart() {
  return (
    <Part title="Type and colour">
      <div className="flex flex-col gap-12">
        <p className="type-display">Things made by someone you can name</p>
        <p className="type-title">Dip-glazed tumbler</p>
        <p className="type-heading">Fresh on the stalls</p>
        <Price
          price={{ amount: 3400, currency: "EUR" }}
          compareAt={{ amount: 4000, currency: "EUR" }}
          wasLabel="Was"
        />
        <Price size="large" from="from" price={{ amount: 10890, currency: "EUR" }} />
        <p className="max-w-measure type-body">
          Thrown on the wheel in Talavera, dipped twice, and fired for eleven hours. Each one is a little
          different, as the glaze runs where it likes.
        </p>
        <p className="type-label">Label: delivered by Tue 24 Nov</p>
        <p className="type-small text-ink-2">Small: VAT included</p>
      </div>
      <ul aria-label="Colours" className="grid grid-cols-3 gap-8 sm:grid-cols-6">
        {GROUNDS.map((ground) => (
          <li key={ground} className="flex flex-col gap-4">
            <span className={classes("h-48 rounded-thumb border border-line", ground)} />
            <span className="type-small text-ink-2">{ground.replace("bg-", "")}</span>
          </li>
        ))}
      </ul>
      <ul aria-label="Stalls" className="grid grid-cols-6 gap-8 sm:grid-cols-12">
        {STALL_HUES.map((hue) => {
          const { className, ...stall } = stallProps(hue);
          return (
            <li
              key={hue}
              {...stall}
              className={classes(
                className,
                "overflow-clip rounded-thumb bg-stall-tint text-center text-stall-text",
              )}
            >
              <div className="awning" />
              <span className="numbers block py-8 type-small">{hue}</span>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
