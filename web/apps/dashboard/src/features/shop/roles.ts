import type { MemberRole } from "@feria/api";

export const ROLES: MemberRole[] = ["owner", "manager", "staff"];
