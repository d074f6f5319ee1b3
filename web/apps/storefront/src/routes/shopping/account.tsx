import { Outlet } from "@tanstack/react-router";
import { AccountFrame } from "../../features/account/AccountFrame";
import { AddressesPage } from "../../features/account/AddressesPage";
import { ProfilePage } from "../../features/account/ProfilePage";

export function Account() {
  return (
    <AccountFrame>
      <Outlet />
    </AccountFrame>
  );
}

export function Profile() {
  return <ProfilePage />;
}

export function Addresses() {
  return <AddressesPage />;
}
