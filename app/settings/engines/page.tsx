import { redirect } from "next/navigation";

/** Training engines stand on the settings page. */
export default function EnginesPage() {
  redirect("/settings#engines");
}
