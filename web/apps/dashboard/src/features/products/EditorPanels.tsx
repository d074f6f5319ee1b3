import type { ReactNode } from "react";
import { BasicsPanel } from "./BasicsPanel";
import { CategoryPanel } from "./CategoryPanel";
import { DetailsPanel } from "./DetailsPanel";
import { OptionsPanel } from "./OptionsPanel";
import type { Editor } from "./useEditor";
import { VariantsPanel, type StockOf } from "./VariantsPanel";

type EditorPanelsProps = {
  editor: Editor;
  isNew: boolean;
  stock: StockOf;
  pictures: ReactNode;
  /** What is about the product as a whole, beside and below what is filled in. */
  aside?: ReactNode;
  foot?: ReactNode;
};

/** All of a product, in the order in which one tells about a thing. */
export function EditorPanels({ editor, isNew, stock, pictures, aside, foot }: EditorPanelsProps) {
  return (
    <div className="grid items-start gap-20 xl:grid-cols-3">
      <div className="flex min-w-0 flex-col gap-20 xl:col-span-2">
        <BasicsPanel editor={editor} />
        {pictures}
        <CategoryPanel editor={editor} />
      </div>
      <div className="flex min-w-0 flex-col gap-20 max-xl:order-last">
        <DetailsPanel editor={editor} />
        {aside}
      </div>
      <div className="flex min-w-0 flex-col gap-20 xl:col-span-3">
        <OptionsPanel editor={editor} />
        <VariantsPanel editor={editor} stock={stock} isNew={isNew} />
        {foot}
      </div>
    </div>
  );
}
