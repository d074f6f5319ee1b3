import type { ReactNode } from "react";
import { usePage } from "../../page";

/** A page that is one short form. */
export function FormPage({
  title,
  help,
  children,
}: {
  title: string;
  help?: ReactNode;
  children: ReactNode;
}) {
  usePage(title);
  return (
    <div className="page-width py-24 lg:py-64">
      <div className="mx-auto flex max-w-form flex-col gap-24">
        <header className="flex flex-col gap-8">
          <h1 className="type-title">{title}</h1>
          {help && <p className="text-ink-2">{help}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}
