import { ApplyPage } from "../../features/apply/ApplyPage";

export function Apply() {
  return <ApplyPage />;
}
