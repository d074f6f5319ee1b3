import { useAccount, type Account } from "@feria/api";

const STAFF = ["admin", "support", "finance", "moderator"];

/** Whether the account belongs to the marketplace's staff at all. */
export function isStaff(account: Account): boolean {
  return account.roles.some((role) => STAFF.includes(role));
}

/** Whether who is signed in may do what needs one of these roles; an admin may everything. */
export function useMayAs(...roles: string[]): boolean {
  const held = useAccount().data?.roles ?? [];
  return held.some((role) => role === "admin" || roles.includes(role));
}
