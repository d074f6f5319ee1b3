import { TextLink } from "@feria/ui";
import { FindOrder } from "../../features/orders/FindOrder";
import { FormPage } from "../../features/signin/FormPage";
import { useTexts } from "../../useTexts";

/** The way back to an order for those who have neither its mail nor an account. */
export function FindPage() {
  const { t } = useTexts();
  return (
    <FormPage title={t("orders.find.title")} help={t("orders.find.help")}>
      <FindOrder />
      <p>
        <TextLink href="/orders">{t("orders.find.back")}</TextLink>
      </p>
    </FormPage>
  );
}
