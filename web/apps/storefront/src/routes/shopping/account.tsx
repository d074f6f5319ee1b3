import { Outlet } from "@tanstack/react-router";
import { AccountFrame } from "../../features/account/AccountFrame";

export function Account() {
  return (
    <AccountFrame>
      <Outlet />
    </AccountFrame>
  );
}
