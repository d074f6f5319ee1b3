import { useCategories } from "@feria/api";
import { EmptyState, LinkButton } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { Outline } from "../../features/operator-categories/Outline";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";

/** The tree in which products stand. */
export function OperatorCategories() {
  const { t } = useTranslation();
  const tree = useCategories();
  return (
    <PageBody>
      <PageHead
        title={t("operator.categories.title")}
        summary={
          <>
            {t("operator.categories.summary")}{" "}
            <span className="pointer-coarse:hidden">{t("operator.categories.keys")}</span>
          </>
        }
        actions={
          <LinkButton
            variant="primary"
            href="/operator/categories/new"
            icon={<PlusIcon aria-hidden className="size-20" />}
          >
            {t("operator.categories.add")}
          </LinkButton>
        }
      />
      {tree.isError && <Problem fault={tree.error} onRetry={() => void tree.refetch()} />}
      {tree.isPending && <WaitingRows />}
      {tree.data?.items.length === 0 && (
        <EmptyState title={t("operator.categories.none")} help={t("operator.categories.noneHelp")} />
      )}
      {tree.data && tree.data.items.length > 0 && <Outline tree={tree.data.items} />}
    </PageBody>
  );
}
