import { useState } from "react";
import { Button, LinkButton } from "../controls/Button";
import { Badge, Chip, FilterChips, StatusDot, type Tone } from "../feedback/Badge";
import { EmptyState } from "../feedback/EmptyState";
import { ErrorSummary } from "../feedback/ErrorSummary";
import { Note, ProblemNote } from "../feedback/ProblemNote";
import { Progress } from "../feedback/Progress";
import { LoadMore } from "../layout/LoadMore";
import { Panel } from "../layout/Panel";
import { TabLinks, Tabs } from "../layout/Tabs";
import { Stars } from "../market/Rating";
import { Part, type Theme } from "./Part";

const TONES: [Tone, string][] = [
  ["neutral", "Draft"],
  ["good", "Published"],
  ["warn", "To accept"],
  ["bad", "Cancelled"],
  ["info", "In review"],
  ["plum", "Chosen"],
];

const TABS = [
  { id: "story", label: "Story", content: <p>I throw on Mondays and fire on Fridays.</p> },
  { id: "reviews", label: "Reviews", content: <p>31 people wrote about this stall.</p> },
  { id: "policies", label: "Policies", content: <p>Returns within 30 days.</p> },
];

/** States, notes and what stands where nothing is. */
export function FeedbackPart({ theme }: { theme: Theme }) {
  return (
    <Part title="States and notes">
      <States theme={theme} />
      <Notes theme={theme} />
      <LoadMore href="/search?after=x" onLoad={() => undefined} status="24 of 310 things">
        Load more things
      </LoadMore>
      <div className="rounded-panel border border-line bg-surface">
        <EmptyState
          level={3}
          title="Nothing here yet"
          help="What you add stands here, grouped by the stall that sends it."
          action={
            <LinkButton variant="primary" href="/">
              See what is fresh
            </LinkButton>
          }
        />
      </div>
    </Part>
  );
}

function States({ theme }: { theme: Theme }) {
  const [filters, setFilters] = useState(["Blue", "Under €30", "From Porto"]);
  const [tab, setTab] = useState("story");
  return (
    <>
      <div className="flex flex-wrap items-center gap-12">
        {TONES.map(([tone, word]) => (
          <Badge key={tone} tone={tone}>
            {word}
          </Badge>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-20 gap-y-8 type-label">
        {TONES.map(([tone, word]) => (
          <StatusDot key={tone} tone={tone}>
            {word}
          </StatusDot>
        ))}
        <Stars value={4} label="4 of 5 stars" />
      </div>
      <FilterChips
        label={`Active filters, ${theme}`}
        filters={filters.map((filter) => ({
          key: filter,
          label: filter,
          removeLabel: `Remove ${filter}`,
          onRemove: () => setFilters(filters.filter((other) => other !== filter)),
        }))}
        clearLabel="Clear all"
        onClear={() => setFilters([])}
      />
      <div className="flex flex-wrap gap-8">
        <Chip isSelected>Small</Chip>
        <Chip>Medium</Chip>
        <Chip href="/c/kitchen">Kitchen</Chip>
      </div>
      <Tabs label={`The stall, ${theme}`} tabs={TABS} selected={tab} onSelect={setTab} />
      <TabLinks
        label={`Views, ${theme}`}
        items={[
          { href: "/sell/orders", label: "To ship", count: 3, isCurrent: true },
          { href: "/sell/orders?status=shipped", label: "Shipped", count: 28, isCurrent: false },
          { href: "/sell/orders?status=all", label: "All", isCurrent: false },
        ]}
      />
    </>
  );
}

function Notes({ theme }: { theme: Theme }) {
  const [errors, setErrors] = useState<{ field: string; message: string }[]>([]);
  const broken = [
    { field: `${theme}-email`, message: "Write an email address such as name@example.org." },
    { field: `${theme}-name`, message: "Write the name for the parcel." },
  ];
  return (
    <>
      <div className="flex flex-col gap-8">
        <Note>Ilha Azul is on holiday until 2 December and sends nothing before.</Note>
        <Note tone="good">Your address is saved.</Note>
        <Note tone="warn">The price of Dune print rose from €84.00 to €88.00.</Note>
        <Note tone="bad">Your bank refused the payment: not enough money on the card.</Note>
      </div>
      <ErrorSummary title="Two fields need attention" errors={errors} />
      <div>
        <Button onClick={() => setErrors(broken)}>Check the form</Button>
      </div>
      <ProblemNote
        title="The orders cannot be shown right now."
        help="Try again in a minute. If it lasts, send us this number."
        requestId="5f0c9b1e7a2d4c3f8e6b1a09"
        labels={{ requestId: "Request", copy: "Copy", copied: "Copied" }}
        action={<Button>Try again</Button>}
      />
      <Panel title="Import" actions={<Button variant="quiet">Cancel import</Button>} level={3}>
        <Progress label="Reading products.csv" value={140} max={312} aside="140 of 312 lines" />
      </Panel>
    </>
  );
}
