import { useCategories, useCategoryTexts, type Category } from "@feria/api";
import { Button, EmptyState, LinkButton } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CategoryForm } from "../../features/operator-categories/CategoryForm";
import { DeleteDialog } from "../../features/operator-categories/DeleteDialog";
import { MergeDialog } from "../../features/operator-categories/MergeDialog";
import { lineOf } from "../../features/operator-categories/tree";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";

const LIST = "/operator/categories";

/** One category, made or changed. */
export function OperatorCategory() {
  const { t } = useTranslation();
  const { categoryId = "new" } = useParams({ strict: false }) as { categoryId?: string };
  const tree = useCategories();
  const isNew = categoryId === "new";
  const found = tree.data && lineOf(tree.data.items, categoryId);
  return (
    <PageBody>
      {tree.isError && <Problem fault={tree.error} onRetry={() => void tree.refetch()} />}
      {tree.isPending && <WaitingPage />}
      {tree.data && isNew && <NewCategory tree={tree.data.items} />}
      {tree.data && found && (
        <OneCategory
          key={found.category.id}
          tree={tree.data.items}
          category={found.category}
          parentId={found.parent?.id ?? null}
        />
      )}
      {tree.data && !isNew && !found && (
        <EmptyState
          level={1}
          title={t("operator.categories.missing")}
          action={<LinkButton href={LIST}>{t("operator.categories.all")}</LinkButton>}
        />
      )}
    </PageBody>
  );
}

function NewCategory({ tree }: { tree: Category[] }) {
  const { t } = useTranslation();
  const { parent } = useSearch({ strict: false }) as { parent?: string };
  const goBack = useGoBack();
  const parentId = parent && lineOf(tree, parent) ? parent : null;
  return (
    <>
      <PageHead
        title={t("operator.categories.new")}
        back={{ href: LIST, label: t("operator.categories.title") }}
      />
      <CategoryForm tree={tree} category={null} texts={null} parentId={parentId} onSaved={goBack} />
    </>
  );
}

type OneCategoryProps = { tree: Category[]; category: Category; parentId: string | null };

function OneCategory({ tree, category, parentId }: OneCategoryProps) {
  const { t } = useTranslation();
  const texts = useCategoryTexts(category.id);
  const [isDeleting, setIsDeleting] = useState(false);
  const [isMerging, setIsMerging] = useState(false);
  const goBack = useGoBack();
  return (
    <>
      <PageHead
        title={category.name}
        summary={t("operator.categories.products", { count: category.product_count })}
        back={{ href: LIST, label: t("operator.categories.title") }}
        actions={
          <>
            <LinkButton
              variant="quiet"
              href={`/c/${category.path}`}
              target="_blank"
              icon={<ArrowSquareOutIcon aria-hidden className="size-20" />}
            >
              {t("operator.seeInShop")}
            </LinkButton>
            <Button onClick={() => setIsMerging(true)}>{t("operator.categories.merge")}</Button>
            <Button variant="danger" onClick={() => setIsDeleting(true)}>
              {t("operator.categories.delete")}
            </Button>
          </>
        }
      />
      {texts.isError && <Problem fault={texts.error} onRetry={() => void texts.refetch()} />}
      {texts.isPending && <WaitingPage />}
      {texts.data && (
        <CategoryForm
          key={`${category.version} ${texts.data.version}`}
          tree={tree}
          category={category}
          texts={texts.data}
          parentId={parentId}
          onSaved={goBack}
        />
      )}
      <MergeDialog
        tree={tree}
        category={category}
        isOpen={isMerging}
        onClose={() => setIsMerging(false)}
        onMerged={goBack}
      />
      <DeleteDialog
        category={isDeleting ? category : null}
        onClose={() => setIsDeleting(false)}
        onDeleted={goBack}
      />
    </>
  );
}

function useGoBack(): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: LIST });
}
