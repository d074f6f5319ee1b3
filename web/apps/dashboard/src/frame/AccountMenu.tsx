import { useSignOut } from "@feria/api";
import { Menu, ThemeChoice, type MenuItem } from "@feria/ui";
import { SignOutIcon, UserIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { navClasses } from "./NavList";

type AccountMenuProps = { name: string; isOnPlum?: boolean; items?: MenuItem[] };

/** Who is signed in, other places of the account, and the way out. */
export function AccountMenu({ name, isOnPlum = false, items = [] }: AccountMenuProps) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const leave = () => signOut.mutate(undefined, { onSettled: () => location.assign("/") });
  return (
    <Menu
      label={t("frame.account", { name })}
      align="start"
      trigger={
        <>
          <UserIcon aria-hidden className="size-20" />
          <span className="min-w-0 flex-1 truncate">{name}</span>
        </>
      }
      triggerClassName={navClasses(false, isOnPlum)}
      items={[
        ...items,
        { label: t("frame.signOut"), icon: <SignOutIcon aria-hidden className="size-20" />, onSelect: leave },
      ]}
    />
  );
}

/** Light, dark, or as the system has it. */
export function FrameTheme() {
  const { t } = useTranslation();
  return (
    <ThemeChoice
      isNarrow
      label={t("frame.theme")}
      names={{ system: t("frame.theme.system"), light: t("frame.theme.light"), dark: t("frame.theme.dark") }}
    />
  );
}
