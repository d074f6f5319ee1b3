import { Field, TextInput } from "@feria/ui";
import { useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { CouponFields } from "./fields";

type TextName = {
  [Name in keyof CouponFields]: CouponFields[Name] extends string ? Name : never;
}[keyof CouponFields];

type TextRowProps = {
  name: TextName;
  hint?: string;
  end?: string;
  type?: "text" | "datetime-local";
  isRequired?: boolean;
};

/** One field of a coupon. */
export function TextRow({ name, hint, end, type = "text", isRequired = false }: TextRowProps) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<CouponFields>();
  const error = formState.errors[name]?.message;
  return (
    <Field
      name={name}
      label={t(`coupons.${name}`)}
      hint={hint}
      error={error && t(error)}
      isRequired={isRequired}
      aside={isRequired ? null : t("coupons.optional")}
    >
      <TextInput autoComplete="off" type={type} end={end} {...register(name)} />
    </Field>
  );
}
