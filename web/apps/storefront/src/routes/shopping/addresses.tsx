import { AddressesPage } from "../../features/account/AddressesPage";

export function Addresses() {
  return <AddressesPage />;
}
