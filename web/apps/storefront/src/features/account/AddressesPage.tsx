import { useAddresses, useRemoveAddress, useReplaceAddress, type SavedAddress } from "@feria/api";
import { Badge, Button, Dialog, EmptyState, Skeleton } from "@feria/ui";
import { PencilSimpleIcon, PlusIcon, TrashIcon } from "@feria/ui/icons";
import { useState } from "react";
import { addressLine, addressLines } from "../../address/words";
import { Fault } from "../../forms/Fault";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { AddressForm } from "./AddressForm";

type Open = { kind: "edit"; address: SavedAddress | null } | { kind: "delete"; address: SavedAddress } | null;

/** The addresses of the account, the default one first. */
export function AddressesPage() {
  const { t } = useTexts();
  const { data, error, refetch } = useAddresses();
  const [open, setOpen] = useState<Open>(null);
  usePage(t("account.addresses"));
  const add = (
    <Button
      variant="primary"
      icon={<PlusIcon aria-hidden className="size-20" />}
      onClick={() => setOpen({ kind: "edit", address: null })}
    >
      {t("addresses.add")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-20">
      <div className="flex flex-wrap items-center justify-between gap-16">
        <h1 className="type-title">{t("account.addresses")}</h1>
        {data && data.items.length > 0 && add}
      </div>
      {error && !data && (
        <Fault fault={error} action={<Button onClick={() => void refetch()}>{t("shop.tryAgain")}</Button>} />
      )}
      {!data && !error && <Skeleton className="h-160" />}
      {data?.items.length === 0 && (
        <EmptyState title={t("addresses.none")} help={t("addresses.none.help")} action={add} />
      )}
      <ul className="grid gap-16 md:grid-cols-2 xl:grid-cols-3">
        {data?.items.map((address) => (
          <li key={address.id}>
            <AddressCard address={address} onOpen={setOpen} />
          </li>
        ))}
      </ul>
      <AddressDialogs open={open} onClose={() => setOpen(null)} />
    </div>
  );
}

function AddressCard({ address, onOpen }: { address: SavedAddress; onOpen: (open: Open) => void }) {
  const { t, country } = useTexts();
  const replace = useReplaceAddress();
  const { id: addressId, ...body } = address;
  const [name, ...rest] = addressLines(address, country);
  return (
    <article className="flex h-full flex-col gap-12 rounded-panel border border-line bg-surface p-16">
      <div className="flex items-start justify-between gap-12">
        <h2 className="font-600">{name}</h2>
        {address.is_default && <Badge tone="plum">{t("addresses.default")}</Badge>}
      </div>
      <address className="flex flex-1 flex-col not-italic">
        {rest.map((line) => (
          <span key={line}>{line}</span>
        ))}
        {address.phone && <span className="numbers text-ink-2">{address.phone}</span>}
      </address>
      {replace.error && <Fault fault={replace.error} />}
      <div className="dense -mx-12 flex flex-wrap gap-4">
        <Button
          variant="quiet"
          icon={<PencilSimpleIcon aria-hidden className="size-16" />}
          onClick={() => onOpen({ kind: "edit", address })}
        >
          {t("addresses.edit")}
        </Button>
        <Button
          variant="quiet"
          icon={<TrashIcon aria-hidden className="size-16" />}
          onClick={() => onOpen({ kind: "delete", address })}
        >
          {t("addresses.delete")}
        </Button>
        {!address.is_default && (
          <Button
            variant="quiet"
            isBusy={replace.isPending}
            onClick={() => replace.mutate({ addressId, ...body, is_default: true })}
          >
            {t("addresses.makeDefault")}
          </Button>
        )}
      </div>
    </article>
  );
}

function AddressDialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const { t } = useTexts();
  const edited = open?.kind === "edit" ? open.address : null;
  return (
    <>
      <Dialog
        isOpen={open?.kind === "edit"}
        onClose={onClose}
        title={t(edited ? "addresses.edit.title" : "addresses.add")}
        closeLabel={t("cart.close")}
      >
        <AddressForm address={edited} onDone={onClose} />
      </Dialog>
      <Dialog
        isOpen={open?.kind === "delete"}
        onClose={onClose}
        title={t("addresses.delete.title")}
        closeLabel={t("cart.close")}
      >
        {open?.kind === "delete" && <Deletion address={open.address} onDone={onClose} />}
      </Dialog>
    </>
  );
}

function Deletion({ address, onDone }: { address: SavedAddress; onDone: () => void }) {
  const { t, country } = useTexts();
  const remove = useRemoveAddress();
  return (
    <div className="flex flex-col gap-16">
      {remove.error && <Fault fault={remove.error} />}
      <p>{addressLine(address, country)}</p>
      <div className="flex flex-wrap justify-end gap-8">
        <Button onClick={onDone}>{t("addresses.keep")}</Button>
        <Button
          variant="danger"
          isBusy={remove.isPending}
          onClick={() => void remove.mutateAsync(address.id).then(onDone, () => undefined)}
        >
          {t("addresses.delete.do")}
        </Button>
      </div>
    </div>
  );
}
