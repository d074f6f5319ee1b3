import { Panel, TabLinks, type TabLink } from "@feria/ui";
import type { ReactNode } from "react";
import { MoreRows } from "./MoreRows";
import { Problem } from "./Problem";
import { WaitingRows } from "./Waiting";

type List = {
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
};

type ListPanelProps = {
  /** Saved views. */
  views?: { label: string; items: TabLink[] };
  /** Search field, chips of filters, what belongs above the rows. */
  tools?: ReactNode;
  list: List;
  children: ReactNode;
};

/** A list to work through: its views, its tools, then rows, or what stands in their place. */
export function ListPanel({ views, tools, list, children }: ListPanelProps) {
  return (
    <Panel flush>
      {views && (
        <div className="px-16 md:px-20">
          <TabLinks {...views} />
        </div>
      )}
      {tools && <div className="flex flex-wrap items-center gap-8 p-12 md:px-20">{tools}</div>}
      {list.isPending && <WaitingRows />}
      {list.error && (
        <div className="p-16">
          <Problem fault={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {!list.isPending && !list.error && children}
      <MoreRows list={list} />
    </Panel>
  );
}
