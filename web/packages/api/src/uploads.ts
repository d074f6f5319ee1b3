import { call } from "./client";
import type { Image } from "./models";
import { ApiProblem } from "./problem";

const IMAGES = "/api/v1/products/{product_id}/images";
const IMAGE = "/api/v1/products/{product_id}/images/{image_id}";
const COMPLETE = "/api/v1/products/{product_id}/images/{image_id}/complete";

/** The kinds of picture that are taken. */
export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export type SentImage = {
  productId: string;
  file: File;
  alt?: string;
  /** Hears how many of the file's bytes have gone. */
  onSent?: (bytes: number) => void;
};

/** Sends a picture's file straight to the storage; what did not arrive whole leaves no trace. */
export async function sendImage({ productId, file, alt = "", onSent }: SentImage): Promise<Image> {
  const product = { product_id: productId };
  const body = { type: file.type as PictureType, size_bytes: file.size, alt };
  const announced = await call("post", IMAGES, { path: product, body });
  if (!("url" in announced)) return announced;
  const path = { ...product, image_id: announced.id };
  try {
    await put(announced, file, onSent);
  } catch (fault) {
    await call("delete", IMAGE, { path }).catch(() => undefined);
    throw fault;
  }
  return call("post", COMPLETE, { path });
}

/** Only this old interface tells how far a body has gone. */
function put(
  { url, headers }: { url: string; headers: Record<string, string> },
  file: File,
  onSent?: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent?.(loaded);
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve()
        : reject(new ApiProblem({ type: "upload-refused", title: UPLOAD_REFUSED }, request.status || 500));
    request.onerror = () => reject(ApiProblem.offline());
    request.send(file);
  });
}

const UPLOAD_REFUSED = "The file storage did not take the file.";
