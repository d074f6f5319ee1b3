import type { ClaimPhoto } from "@feria/api";
import { Button } from "@feria/ui";
import { ImageIcon } from "@feria/ui/icons";
import { useRef } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

const KINDS = "image/jpeg,image/png,image/webp";

/** Pictures that show what is wrong, each opening in full. */
export function Photos({ photos }: { photos: ClaimPhoto[] }) {
  const { t } = useTexts();
  if (photos.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-12">
      {photos.map((photo, place) => (
        <li key={photo.id}>
          <a href={photo.url} target="_blank" rel="noreferrer" className="block rounded-thumb">
            <img
              src={photo.thumbnail}
              width={photo.width}
              height={photo.height}
              alt={t("claims.photo.label", { place: place + 1, by: t(`claims.by.${photo.by}`) })}
              className="size-96 rounded-thumb object-cover"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

type AddPhotoProps = {
  count: number;
  most: number;
  isBusy: boolean;
  error: unknown;
  onFile: (file: File) => void;
};

/** One more picture. */
export function AddPhoto({ count, most, isBusy, error, onFile }: AddPhotoProps) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  if (count >= most) return null;
  return (
    <div className="flex flex-col gap-8">
      {error !== null && error !== undefined && (
        <Fault fault={error} words={{ "bad-picture": t("claims.photo.bad") }} />
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept={KINDS}
        aria-label={t("claims.photo.add")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
      <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
        <Button
          isBusy={isBusy}
          icon={<ImageIcon aria-hidden className="size-20" />}
          onClick={() => input.current?.click()}
        >
          {t("claims.photo.add")}
        </Button>
        <p className="type-small text-ink-2">{t("claims.photo.help", { count: most })}</p>
      </div>
    </div>
  );
}
