/** Fields of a title that are computed, and those that are read only when they are requested. */
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { batchLoader, type SubgraphContext } from '../../subgraph/context';
import { size } from '../../subgraph/schema/size';
import { requireCatalogue } from '../authorisation/allowed';
import { competenceOf } from '../vocabulary/competences';
import { openLicenceOf } from '../vocabulary/open-licences';
import { cachedSubjects } from '../vocabulary/subject-cache';
import { leavesOf, parentOf, type Subjects } from '../vocabulary/subjects';
import { Competence, Material, OpenLicence, Subject, TitlePart } from './described-title';
import { Title } from './title';
import { type TitleDetails, titleDetails } from './title-details';
import { findTitleDetails } from './title-queries';
import { CODES, LANGUAGES, MATERIALS, MAX_URL, PARTS } from './title-sizes';

const detailsLoader = batchLoader<string, TitleDetails>(async ({ session, caller }, ids) => {
  requireCatalogue(caller);
  const found = await findTitleDetails(session, ids);
  return ids.map((id) => found.get(id) ?? titleDetails({}));
});

const SIZE_OF_URL = size({ maxLength: MAX_URL });

@Resolver(() => Title)
export class TitleDescriptionResolver {
  @Directive(size({ maxItems: CODES.maxItems }))
  @FieldResolver(() => [Subject], {
    description: 'Where it stands in the tree of subjects: the lowest ones that its source named.',
  })
  async classification(@Root() { subjectCodes }: Title, @Ctx() context: SubgraphContext): Promise<Subject[]> {
    if (subjectCodes.length === 0) return [];
    const subjects = await cachedSubjects(context);
    return leavesOf(subjectCodes).map((code) => subjectWithName(subjects, code));
  }

  @Directive(size({ maxLength: LANGUAGES.maxLength }))
  @FieldResolver(() => String, { description: 'The first of `languages`: the one that it is mainly in.' })
  language(@Root() { languages }: Title): string {
    return languages[0] as string;
  }

  @Directive(size({ maxItems: CODES.maxItems }))
  @FieldResolver(() => [Competence], {
    description: 'The competences (Medienkompetenzrahmen NRW) that it serves, each with its area.',
  })
  competences(@Root() { competenceCodes }: Title): Competence[] {
    return competenceCodes.flatMap((code) => competenceOf(code) ?? []);
  }

  @FieldResolver(() => OpenLicence, {
    nullable: true,
    description: 'Its open licence: every school may use it so, without an entitlement. Null where it has none.',
  })
  openLicence(@Root() { openLicenceId }: Title): OpenLicence | null {
    return openLicenceId === null ? null : (openLicenceOf(openLicenceId) ?? null);
  }

  @FieldResolver(() => Date, { nullable: true, description: 'When it may first be shown; null: it always could be.' })
  playoutFrom(@Root() { facts }: Title): Date | null {
    return finite(facts.playout.from);
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description: 'The instant from which it may no longer be shown; null: none is set.',
  })
  playoutUntil(@Root() { facts }: Title): Date | null {
    return finite(facts.playout.until);
  }

  @Directive(size(PARTS))
  @FieldResolver(() => [TitlePart], {
    description: 'The sequences of a film, in their order; empty where it has none.',
  })
  async parts(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<readonly TitlePart[]> {
    return (await detailsLoader(context).load(id)).parts;
  }

  @Directive(size(MATERIALS))
  @FieldResolver(() => [Material], { description: 'What comes with it: work sheets, transcripts …' })
  async materials(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<readonly Material[]> {
    return (await detailsLoader(context).load(id)).materials;
  }

  @Directive(SIZE_OF_URL)
  @FieldResolver(() => String, { nullable: true, description: 'A picture of it, by https; null where there is none.' })
  async thumbnailUrl(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await detailsLoader(context).load(id)).thumbnailUrl;
  }

  @Directive(SIZE_OF_URL)
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Where its source plays it, by https, to whom the source lets in; null where it names no place.',
  })
  async playUrl(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await detailsLoader(context).load(id)).playUrl;
  }

  @Directive(SIZE_OF_URL)
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Where its source has a copy to fetch, for whom it lets in; null where it names no place.',
  })
  async downloadUrl(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await detailsLoader(context).load(id)).downloadUrl;
  }

  @Directive(size({ maxLength: CODES.maxLength }))
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What its source says of a licence, as it says it: a day or a tag. It grants nothing.',
  })
  async sourceLicence(@Root() { id }: Title, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await detailsLoader(context).load(id)).sourceLicence;
  }
}

function subjectWithName(subjects: Subjects, code: string): Subject {
  const name = subjects.nearest(code)?.name ?? code;
  return { code, name, parentCode: parentOf(code), kimUri: subjects.of(code)?.kim ?? null };
}

function finite(milliseconds: number): Date | null {
  return Number.isFinite(milliseconds) ? new Date(milliseconds) : null;
}
