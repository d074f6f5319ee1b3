import { useContext, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { HeartIcon } from "../icons";
import { Breadcrumbs } from "../layout/Breadcrumbs";
import { StallPanel } from "../market/Awning";
import type { Thing } from "../market/drawings";
import { Picture } from "../market/Picture";
import { ProductCard, ProductGrid } from "../market/ProductCard";
import { Track } from "../market/Track";
import { formatDateRange } from "../text/dates";
import { formatMoney } from "../text/money";
import { SkeletonCard } from "../feedback/Progress";
import { Part, Pictures, type Theme } from "./Part";

const euro = (amount: number) => ({ amount, currency: "EUR" });
const labels = { soldOut: "Sold out", was: "Was" };
const dates = formatDateRange("2026-11-24", "2026-11-26", { timeZone: "UTC" });

type Sample = {
  title: string;
  seller: { name: string; hue: number };
  price: number;
  compareAt?: number;
  thing: Thing;
  /** Which of the pictures. */
  pictured?: string;
  tag?: string;
  isSoldOut?: boolean;
  rating?: number;
  from?: string;
};

const SAMPLES: Sample[] = [
  {
    title: "Shouldered vase, terracotta",
    seller: { name: "Casa Barro", hue: 48 },
    price: 6400,
    thing: "vase",
    pictured: "vase",
    rating: 4.8,
  },
  {
    title: "Dip-glazed tumbler",
    seller: { name: "Ilha Azul", hue: 200 },
    price: 1800,
    thing: "cup",
    pictured: "tumbler",
    tag: "New",
  },
  {
    title: "Fig leaf candle, 40 h",
    seller: { name: "Noite Acesa", hue: 325 },
    price: 2900,
    compareAt: 3400,
    thing: "candle",
    pictured: "candle",
    tag: "−15 %",
  },
  {
    title: "Serving bowl, celadon",
    seller: { name: "Folha & Filho", hue: 140 },
    price: 5200,
    thing: "bowl",
    pictured: "bowl",
    isSoldOut: true,
  },
  {
    title: "Herringbone blanket of merino wool, undyed, with a hand-knotted fringe",
    seller: { name: "Telar Lento", hue: 270 },
    price: 14800,
    thing: "cloth",
    from: "from",
  },
  { title: "Dune print, oak frame", seller: { name: "Prensa Norte", hue: 235 }, price: 8800, thing: "print" },
];

/** What sellers and buyers know: stalls, cards, parcels. */
export function MarketPart({ theme }: { theme: Theme }) {
  return (
    <Part title="On the stalls">
      <Breadcrumbs
        label={`Where you are, ${theme}`}
        items={[{ label: "Home", href: "/" }, { label: "Kitchen", href: "/c/kitchen" }, { label: "Cups" }]}
      />
      <ProductGrid label={`Fresh on the stalls, ${theme}`}>
        {[
          ...SAMPLES.map((sample) => <SampleCard key={sample.title} sample={sample} />),
          <SkeletonCard key="waiting" />,
        ]}
      </ProductGrid>
      <Parcels />
      <Track
        label={`Way of the parcel, ${theme}`}
        hue={200}
        done={3}
        doneLabel="done"
        stops={[
          { label: "Ordered", at: "Sat 21 Nov" },
          { label: "Accepted", at: "Sat 21 Nov" },
          { label: "Shipped", at: "Mon 23 Nov" },
          { label: "Out for delivery" },
          { label: "Delivered", at: dates },
        ]}
      />
    </Part>
  );
}

function SampleCard({ sample }: { sample: Sample }) {
  const { pictured, price, compareAt, rating, from, tag, isSoldOut, ...rest } = sample;
  const pictures = useContext(Pictures);
  const [isSaved, setIsSaved] = useState(false);
  return (
    <ProductCard
      {...rest}
      href={`/p/${rest.thing}-prod_1`}
      price={euro(price)}
      compareAt={compareAt ? euro(compareAt) : null}
      picture={pictured ? pictures[pictured] : null}
      rating={rating ?? null}
      reviewCount={31}
      {...(tag ? { tag } : {})}
      {...(isSoldOut ? { isSoldOut } : {})}
      level={3}
      labels={{ ...labels, from, rating: "4.8 of 5 stars, 31 reviews" }}
      action={
        <IconButton
          isOnPicture
          label={`Save ${rest.title}`}
          aria-pressed={isSaved}
          onClick={() => setIsSaved(!isSaved)}
        >
          <HeartIcon aria-hidden weight={isSaved ? "fill" : "regular"} className="size-20" />
        </IconButton>
      }
    />
  );
}

function Parcels() {
  const [added, setAdded] = useState(0);
  return (
    <div className="flex flex-col gap-16">
      <StallPanel
        key={added}
        hue={200}
        header="Ilha Azul"
        aside={`Sent from Porto · €4.90 · ${dates}`}
        isUnrolling={added > 0}
        level={3}
      >
        <Line title="Dip-glazed tumbler" hue={200} pictured="tumbler" amount={1800} />
      </StallPanel>
      <StallPanel
        hue={235}
        header="Prensa Norte"
        aside="Sent from Bilbao · free · Wed 25 – Fri 27 Nov"
        level={3}
      >
        <Line title="Dune print, oak frame" hue={235} amount={8800} />
        <Line title="Notebook pair" hue={235} amount={2400} />
      </StallPanel>
      <div>
        <Button onClick={() => setAdded(added + 1)}>Unroll the awning</Button>
      </div>
    </div>
  );
}

type LineProps = { title: string; hue: number; pictured?: string; amount: number };

function Line({ title, hue, pictured, amount }: LineProps) {
  const pictures = useContext(Pictures);
  return (
    <div className="flex items-center gap-12 p-12 pe-16">
      <Picture
        picture={pictured ? pictures[pictured] : null}
        hue={hue}
        thing={pictured ? "cup" : "print"}
        sizes="56px"
        rounding="thumb"
        className="w-56 shrink-0"
      />
      <div className="min-w-0 flex-1">
        <p>{title}</p>
        <p className="type-label text-ink-2">Qty 1</p>
      </div>
      <p className="type-price">{formatMoney(euro(amount))}</p>
    </div>
  );
}
