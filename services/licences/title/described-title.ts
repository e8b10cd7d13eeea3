/**
 * The types that describe a title besides its own fields: subjects and competences with their names, its licence, its
 * parts.
 */
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KEPT_BY_CLIENTS } from '../../subgraph/schema/cache-hint';
import { enumOf } from '../../subgraph/schema/enums';
import { SIZE_OF_ID, size } from '../../subgraph/schema/size';
import { MATERIAL_KINDS, type MaterialKindName } from './title-details';
import { MAX_LABEL, MAX_TERM, MAX_URL } from './title-sizes';

const SIZE_OF_URL = size({ maxLength: MAX_URL });
const SIZE_OF_LABEL = size({ maxLength: MAX_LABEL });
const SIZE_OF_TERM = size({ maxLength: MAX_TERM });

@ObjectType({
  description: 'A subject of the EAF classification (Sachgebiet), a tree: the code of the parent is the prefix.',
})
@Directive(KEPT_BY_CLIENTS)
export class Subject {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'Three digits, and two more for each level below: 240, 24002.' })
  code!: string;

  @Directive(SIZE_OF_TERM)
  @Field(() => String, { description: 'Its name; of a code without one, that of the nearest above it, or the code.' })
  name!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { nullable: true, description: 'The code above it; null at the top.' })
  parentCode!: string | null;

  @Directive(SIZE_OF_TERM)
  @Field(() => String, {
    nullable: true,
    description: 'The address of the subject in the KIM vocabulary; null where that has none.',
  })
  kimUri!: string | null;
}

@ObjectType({ description: 'An area of the Medienkompetenzrahmen NRW, or a part of one.' })
@Directive(KEPT_BY_CLIENTS)
export class Competence {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: '4 is an area, 4.2 a part of it.' })
  code!: string;

  @Directive(SIZE_OF_TERM)
  @Field(() => String, { description: 'Its name, in German.' })
  name!: string;
}

@ObjectType({ description: 'An open licence (OER): with it a title needs no entitlement.' })
@Directive(KEPT_BY_CLIENTS)
export class OpenLicence {
  @Directive(SIZE_OF_ID)
  @Field(() => String, { description: 'As SPDX writes it: CC-BY-SA-4.0.' })
  id!: string;

  @Directive(SIZE_OF_TERM)
  @Field(() => String, { description: 'Where it can be read.' })
  url!: string;
}

@ObjectType({ description: 'A sequence of a film, or another part of a title.' })
@Directive(KEPT_BY_CLIENTS)
export class TitlePart {
  @Directive(SIZE_OF_LABEL)
  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Directive(SIZE_OF_ID)
  @Field(() => String, { nullable: true, description: 'Its own media number; null where it has none.' })
  number!: string | null;

  @Directive(SIZE_OF_LABEL)
  @Field(() => String, { nullable: true, description: 'What it is about; null where nothing is recorded.' })
  description!: string | null;

  @Field(() => Int, { nullable: true, description: 'How long it plays, in seconds; null where that is not known.' })
  durationSeconds!: number | null;
}

const MaterialKind = enumOf(MATERIAL_KINDS);
registerEnumType(MaterialKind, {
  name: 'MaterialKind',
  description: 'What comes with a title.',
  valuesConfig: {
    WORKSHEET: { description: 'Arbeitsblatt.' },
    TRANSCRIPT: { description: 'Manuskript.' },
    TEACHING_NOTES: { description: 'Unterrichtsentwurf, Begleitheft.' },
    SUBTITLES: { description: 'Untertitel.' },
    IMAGES: { description: 'Bilder, Grafiken.' },
    TEST: { description: 'Test, Übung.' },
    OTHER: { description: 'Anything else.' },
  },
});

@ObjectType({ description: 'Accompanying material: a work sheet, a transcript …' })
@Directive(KEPT_BY_CLIENTS)
export class Material {
  @Field(() => MaterialKind, { description: 'What it is.' })
  kind!: MaterialKindName;

  @Directive(SIZE_OF_LABEL)
  @Field(() => String, { description: 'What it is called.' })
  label!: string;

  @Directive(SIZE_OF_URL)
  @Field(() => String, { description: 'Where it is, by https.' })
  url!: string;
}
