import { useShelf } from "@feria/api";
import { pictureOf } from "@feria/ui";
import { Gallery } from "@feria/ui/gallery";

/** Every component, for development, with pictures of what is on sale here. */
export function Ui() {
  const pictures = {
    vase: usePicture("vase"),
    tumbler: usePicture("tumbler"),
    candle: usePicture("candle"),
    bowl: usePicture("bowl"),
  };
  return <Gallery pictures={pictures} />;
}

function usePicture(name: string) {
  return pictureOf(useShelf({ q: name, limit: 1 }).data?.items[0]?.image);
}
