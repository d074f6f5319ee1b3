import {
  useAddReviewPhoto,
  useDeleteReviewPhoto,
  type OwnReview,
  type Reviewable,
  type ReviewPhoto,
} from "@feria/api";
import { Button, Skeleton } from "@feria/ui";
import { ImageIcon, TrashIcon } from "@feria/ui/icons";
import { useRef, useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

const PHOTOS_MAX = 4;
const KINDS = "image/jpeg,image/png,image/webp";

/** The photos of one's own review: added one by one, removed again. */
export function OwnPhotos({ line, review }: { line: Reviewable; review: OwnReview }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const add = useAddReviewPhoto();
  const { photos } = review;
  const send = (files: FileList | null) => {
    const file = files?.[0];
    if (file) add.mutate({ reviewId: review.id, orderId: line.order_id, file });
  };
  return (
    <div className="flex flex-col gap-12">
      {add.error && <Fault fault={add.error} words={{ "bad-picture": t("reviews.photo.bad") }} />}
      {photos.length > 0 && (
        <ul className="flex flex-wrap gap-12">
          {photos.map((photo, place) => (
            <li key={photo.id}>
              <Photo
                line={line}
                review={review}
                photo={photo}
                label={t("reviews.photo.own", { place: place + 1 })}
              />
            </li>
          ))}
        </ul>
      )}
      {photos.length < PHOTOS_MAX && (
        <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
          <input
            ref={input}
            type="file"
            hidden
            accept={KINDS}
            onChange={(event) => {
              send(event.target.files);
              event.target.value = "";
            }}
          />
          <Button
            isBusy={add.isPending}
            icon={<ImageIcon aria-hidden className="size-20" />}
            onClick={() => input.current?.click()}
          >
            {t("reviews.photo.add")}
          </Button>
          <p className="type-small text-ink-2">{t("reviews.photo.help", { count: PHOTOS_MAX })}</p>
        </div>
      )}
    </div>
  );
}

type PhotoProps = { line: Reviewable; review: OwnReview; photo: ReviewPhoto; label: string };

function Photo({ line, review, photo, label }: PhotoProps) {
  const { t } = useTexts();
  const [isBroken, setIsBroken] = useState(false);
  const remove = useDeleteReviewPhoto();
  const url = photo.urls["160"];
  return (
    <div className="flex w-96 flex-col items-center gap-4">
      {url && !isBroken ? (
        <img
          src={url}
          alt={label}
          width={photo.width}
          height={photo.height}
          onError={() => setIsBroken(true)}
          className="size-96 rounded-thumb object-cover"
        />
      ) : photo.state === "pending" ? (
        <Skeleton className="size-96" />
      ) : (
        <p className="flex size-96 items-center rounded-thumb bg-sunken p-8 text-center type-small text-ink-2">
          {t("reviews.photo.failed")}
        </p>
      )}
      <Button
        variant="quiet"
        isBusy={remove.isPending}
        icon={<TrashIcon aria-hidden className="size-20" />}
        onClick={() => remove.mutate({ reviewId: review.id, orderId: line.order_id, photoId: photo.id })}
      >
        {t("reviews.photo.remove")}
        <span className="sr-only"> {label}</span>
      </Button>
    </div>
  );
}
