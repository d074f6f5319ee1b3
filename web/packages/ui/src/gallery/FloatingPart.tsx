import { useState } from "react";
import { Button } from "../controls/Button";
import { showToast } from "../feedback/toastStore";
import { Toasts } from "../feedback/Toasts";
import { Dialog } from "../floating/Dialog";
import { Menu } from "../floating/Menu";
import { Sheet, type SheetProps } from "../floating/Sheet";
import { CopyIcon, DotsThreeIcon, PencilSimpleIcon, TrashIcon } from "../icons";
import { Part, type Theme } from "./Part";

const ICON = "size-20 text-ink-2";

/** Sheets, dialogs, menus and toasts. */
export function FloatingPart({ theme }: { theme: Theme }) {
  const [side, setSide] = useState<NonNullable<SheetProps["side"]> | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const close = () => setSide(null);
  return (
    <Part title="Above the page">
      <div className="flex flex-wrap items-center gap-12">
        <Button onClick={() => setSide("end")}>Open cart sheet</Button>
        <Button onClick={() => setSide("bottom")}>Open filters</Button>
        <Button onClick={() => setIsAsking(true)}>Ask first</Button>
        <Button
          onClick={() =>
            showToast({ text: "Dip-glazed tumbler removed", action: { label: "Undo", onAction: close } })
          }
        >
          Show toast
        </Button>
        <Menu
          label={`More, ${theme}`}
          trigger={<DotsThreeIcon aria-hidden className="size-24" />}
          items={[
            {
              label: "Edit product",
              icon: <PencilSimpleIcon aria-hidden className={ICON} />,
              href: "/sell/products/1",
            },
            { label: "Copy product", icon: <CopyIcon aria-hidden className={ICON} />, onSelect: close },
            {
              label: "Archive product",
              icon: <TrashIcon aria-hidden className="size-20" />,
              tone: "bad",
              onSelect: close,
            },
          ]}
        />
      </div>
      <Sheet
        isOpen={side !== null}
        onClose={close}
        side={side ?? "end"}
        isSlow
        title={side === "bottom" ? "Filters" : "Cart"}
        closeLabel="Close"
        footer={
          <Button variant="primary" isWide>
            {side === "bottom" ? "Show 42 things" : "Check out"}
          </Button>
        }
      >
        <p>What is chosen stands here.</p>
        <Toasts label="Notices in the sheet" closeLabel="Close" />
      </Sheet>
      <Question isOpen={isAsking} onClose={() => setIsAsking(false)} />
    </Part>
  );
}

function Question({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Archive this product?"
      closeLabel="Close"
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" onClick={onClose}>
            Archive product
          </Button>
        </>
      }
    >
      It leaves the stall at once. Orders and reviews keep what they show.
    </Dialog>
  );
}
