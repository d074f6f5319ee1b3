import { useCategories } from "@feria/api";
import { Menu } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import { useTranslation } from "../../texts";

/** The categories at the top of the tree. */
export function CategoriesMenu({ className }: { className: string }) {
  const { t } = useTranslation();
  const { data } = useCategories();
  return (
    <Menu
      trigger={
        <>
          {t("frame.categories")}
          <CaretDownIcon aria-hidden className="size-16" />
        </>
      }
      triggerClassName={className}
      label={t("frame.categories")}
      items={(data?.items ?? []).map(({ name, path }) => ({ label: name, href: `/c/${path}` }))}
    />
  );
}
