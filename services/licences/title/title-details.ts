/**
 * The parts of a title that are only shown: parts, material, addresses. They are one `jsonb` of this shape, which is
 * read when it is requested. Only an import writes it, and checks it before.
 */

export const MATERIAL_KINDS = [
  'WORKSHEET',
  'TRANSCRIPT',
  'TEACHING_NOTES',
  'SUBTITLES',
  'IMAGES',
  'TEST',
  'OTHER',
] as const;
export type MaterialKindName = (typeof MATERIAL_KINDS)[number];

/** A part of a medium, such as a sequence of a film. The parts are in the order in which they play. */
interface Part {
  readonly name: string;
  readonly number: string | null;
  readonly description: string | null;
  readonly durationSeconds: number | null;
}

interface MaterialFacts {
  readonly kind: MaterialKindName;
  readonly label: string;
  readonly url: string;
}

export interface TitleDetails {
  readonly parts: readonly Part[];
  readonly materials: readonly MaterialFacts[];
  readonly thumbnailUrl: string | null;
  readonly playUrl: string | null;
  readonly downloadUrl: string | null;
  /** The source's remark about a licence, a day or a tag. It grants nothing. */
  readonly sourceLicence: string | null;
}

/** The same type with optional fields. */
type Said<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
type StatedDetails = Said<Omit<TitleDetails, 'parts'>> & {
  readonly parts?: readonly (Said<Part> & Pick<Part, 'name'>)[] | undefined;
};

/** Returns all fields in a fixed order, so that equal details are equal as JSON. */
export function titleDetails({
  parts,
  materials,
  thumbnailUrl,
  playUrl,
  downloadUrl,
  sourceLicence,
}: StatedDetails): TitleDetails {
  return {
    parts: (parts ?? []).map(({ name, number, description, durationSeconds }) => ({
      name,
      number: number ?? null,
      description: description ?? null,
      durationSeconds: durationSeconds ?? null,
    })),
    materials: (materials ?? []).map(({ kind, label, url }) => ({ kind, label, url })),
    thumbnailUrl: thumbnailUrl ?? null,
    playUrl: playUrl ?? null,
    downloadUrl: downloadUrl ?? null,
    sourceLicence: sourceLicence ?? null,
  };
}
