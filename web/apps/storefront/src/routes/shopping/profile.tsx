import { ProfilePage } from "../../features/account/ProfilePage";

export function Profile() {
  return <ProfilePage />;
}
