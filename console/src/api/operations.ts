// Made by `npm run operations`. Do not edit.
import type { Operation } from './operation';

export type AccessOutcome = 'ALLOWED' | 'DENIED';
export type AccessType = 'CONTROLLED' | 'OPEN';
export type AmendEntitlementsInput = {
  readonly entitlementIds?: readonly string[] | null;
  readonly entitlements?: readonly EntitlementVersionInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly overrideSuspended?: boolean;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly reason?: string | null;
  readonly selection?: EntitlementSelection | null;
  readonly skipRefused?: boolean;
  readonly validUntil?: string | null;
};
export type AmendLicenceInput = {
  readonly documents?: readonly string[] | null;
  readonly from?: string | null;
  readonly holderLevels?: readonly HolderLevel[] | null;
  readonly kind?: string | null;
  readonly licenceId: string;
  readonly name?: string | null;
  readonly noticeOn?: string | null;
  readonly number?: string | null;
  readonly overrideSuspended?: boolean;
  readonly packages?: readonly string[] | null;
  readonly preview?: boolean;
  readonly priceCents?: number | null;
  readonly publisher?: string | null;
  readonly pupilRights?: readonly UsageRight[] | null;
  readonly purchases?: readonly PurchaseInput[] | null;
  readonly reason?: string | null;
  readonly rights?: readonly UsageRight[] | null;
  readonly schoolCount?: number | null;
  readonly seats?: number | null;
  readonly term?: TermInput | null;
  readonly titles?: readonly string[] | null;
  readonly version: number;
};
export type AmendSurveyInput = {
  readonly asked?: HolderSelection | null;
  readonly candidates?: readonly SurveyCandidateInput[] | null;
  readonly closesAt?: string | null;
  readonly id: string;
  readonly licences?: readonly CandidateLicenceInput[] | null;
  readonly state?: SurveyState | null;
  readonly text?: string | null;
  readonly title?: string | null;
  readonly version: number;
};
export type AmendmentOutcome = 'ALREADY_ASSIGNED' | 'BEFORE_BEGIN' | 'BEYOND_LICENCE' | 'BUILT_ON' | 'CHANGED' | 'CHANGED_SINCE' | 'CLOSED_BY_OTHERS' | 'ENDED' | 'HELD_BACK' | 'LEVEL_NOT_ALLOWED' | 'NOT_ALLOWED' | 'OPENS_SUSPENDED' | 'OUTSIDE_TERRITORY' | 'REVOKED' | 'SCHOOL_CLOSED' | 'UNCHANGED';
export type AnswerSurveyInput = {
  readonly answers: readonly SurveyAnswerInput[];
  readonly organisation: HolderInput;
  readonly surveyId: string;
  readonly version: number;
};
export type AssignEntitlementsInput = {
  readonly holders?: readonly HolderInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly licenceIds: readonly string[];
  readonly note?: string | null;
  readonly overrideSuspended?: boolean;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly rights?: readonly UsageRight[] | null;
  readonly selection?: HolderSelection | null;
  readonly skipRefused?: boolean;
  readonly validFrom?: string | null;
  readonly validUntil?: string | null;
};
export type AssignmentOutcome = 'ALREADY_ASSIGNED' | 'ASSIGNED' | 'HELD_BACK' | 'NOT_IN_REACH' | 'OPENS_SUSPENDED' | 'OUTSIDE_TERRITORY' | 'PERIOD_OVER' | 'SCHOOL_CLOSED' | 'SUSPENDED' | 'TOO_MANY_SCHOOLS';
export type Audience = 'PUPIL' | 'TEACHER';
export type AuditAction = 'CHANGED' | 'CREATED' | 'REMOVED';
export type AuditFilter = {
  readonly author?: string | null;
  readonly change?: string | null;
  readonly from?: string | null;
  readonly objectId?: string | null;
  readonly objects?: readonly AuditedObject[] | null;
  readonly operations?: readonly string[] | null;
  readonly organisation?: string | null;
  readonly until?: string | null;
};
export type AuditedObject = 'AGREEMENT' | 'API_KEY' | 'AUDIT_PERSON' | 'CONTRACT' | 'ENTITLEMENT' | 'ENTITLEMENT_SUSPENSION' | 'LICENCE_PACKAGE' | 'LICENCE_TERMS' | 'MEDIA_CENTRE_AREA' | 'MEMBERSHIP' | 'ORGANISATION' | 'PACKAGE' | 'PACKAGE_TITLE' | 'PURCHASE' | 'SCHOOL_GROUP' | 'SURVEY' | 'SURVEY_ANSWER' | 'SURVEY_CANDIDATE' | 'SURVEY_REQUEST';
export type AuthorKind = 'LICENSING' | 'LMS' | 'OPERATOR' | 'OWNER' | 'REPORTING';
export type CandidateLicenceInput = {
  readonly candidateId: string;
  readonly licenceId: string;
};
export type ChangeInput = {
  readonly amend?: AmendEntitlementsInput | null;
  readonly move?: MoveEntitlementsInput | null;
  readonly resume?: ResumeEntitlementsInput | null;
  readonly revoke?: RevokeEntitlementsInput | null;
  readonly suspend?: SuspendEntitlementsInput | null;
  readonly undo?: UndoChangeInput | null;
};
export type CostGroup = 'AUTHORITY' | 'ENTITLEMENT' | 'HOLDER' | 'LICENCE' | 'SCHOOL' | 'TITLE';
export type CostOrder = 'CENTS' | 'CENTS_PER_REQUEST' | 'REQUESTS';
export type CreateSurveyInput = {
  readonly asked: HolderSelection;
  readonly candidates: readonly SurveyCandidateInput[];
  readonly closesAt: string;
  readonly owner: HolderInput;
  readonly text?: string;
  readonly title: string;
};
export type DeadlineList = 'EXPIRING' | 'NOTICE_DUE' | 'STARTING';
export type DemandGroup = 'SCHOOL' | 'TITLE' | 'TITLE_AND_SCHOOL';
export type DemandObstacle = 'ALREADY_ASSIGNED' | 'LEVEL_NOT_ALLOWED' | 'NO_OFFER' | 'OUTSIDE_TERRITORY' | 'TOO_FEW_DENIALS';
export type DenialReason = 'EXPIRED' | 'NOT_FOR_PUPILS' | 'NOT_LICENSED' | 'NOT_YET_VALID' | 'REVOKED' | 'RIGHT_NOT_GRANTED' | 'SCHOOL_CLOSED' | 'SEATS_TAKEN' | 'SUSPENDED' | 'TITLE_WITHDRAWN';
export type EntitlementFilter = {
  readonly amendable?: boolean | null;
  readonly beginsBefore?: string | null;
  readonly beginsFrom?: string | null;
  readonly createdFrom?: string | null;
  readonly endsBefore?: string | null;
  readonly endsFrom?: string | null;
  readonly holder?: HolderInput | null;
  readonly holderLevels?: readonly HolderLevel[] | null;
  readonly licence?: string | null;
  readonly owner?: HolderInput | null;
  readonly right?: UsageRight | null;
  readonly school?: string | null;
  readonly schools?: SchoolFilter | null;
  readonly status?: readonly EntitlementStatus[] | null;
};
export type EntitlementOrder = {
  readonly by: EntitlementOrderBy;
  readonly direction?: OrderDirection;
};
export type EntitlementOrderBy = 'BEGIN' | 'END' | 'HOLDER' | 'LICENCE';
export type EntitlementSelection = {
  readonly filter?: EntitlementFilter | null;
  readonly ids?: readonly string[] | null;
};
export type EntitlementStatus = 'ENDED' | 'IN_FORCE' | 'REVOKED' | 'SCHEDULED' | 'SUSPENDED';
export type EntitlementVersionInput = {
  readonly id: string;
  readonly version: number;
};
export type HolderInput = {
  readonly id: string;
  readonly level: HolderLevel;
};
export type HolderLevel = 'AUTHORITY' | 'DISTRICT' | 'MEDIA_CENTRE' | 'REGIONAL_ASSOCIATION' | 'SCHOOL' | 'SCHOOL_GROUP' | 'STATE';
export type HolderSelection = {
  readonly holders?: readonly HolderInput[] | null;
  readonly numbers?: readonly string[] | null;
  readonly schools?: SchoolFilter | null;
};
export type JobState = 'CANCELLED' | 'DONE' | 'FAILED' | 'RUNNING' | 'WAITING';
export type LicenceAmendmentOutcome = 'AMENDED' | 'OPENS_SUSPENDED' | 'OUTDATED' | 'OUTSIDE_TERRITORY' | 'UNCHANGED';
export type MaterialKind = 'IMAGES' | 'OTHER' | 'SUBTITLES' | 'TEACHING_NOTES' | 'TEST' | 'TRANSCRIPT' | 'WORKSHEET';
export type MoveEntitlementsInput = {
  readonly at?: string | null;
  readonly entitlementIds?: readonly string[] | null;
  readonly entitlements?: readonly EntitlementVersionInput[] | null;
  readonly holder: HolderInput;
  readonly idempotencyKey?: string | null;
  readonly overrideSuspended?: boolean;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly reason?: string | null;
  readonly selection?: EntitlementSelection | null;
  readonly skipRefused?: boolean;
};
export type NoteAssignee = 'ANYBODY' | 'ME' | 'NOBODY';
export type NoteState = 'ALL' | 'OPEN' | 'SNOOZED';
export type NoteWorklistInput = {
  readonly assignee?: string | null;
  readonly list: Worklist;
  readonly organisation?: HolderInput | null;
  readonly rows: readonly WorklistRowInput[];
  readonly snoozedUntil?: string | null;
  readonly text?: string | null;
};
export type OrderDirection = 'ASC' | 'DESC';
export type PurchaseInput = {
  readonly cents: number;
  readonly from?: string | null;
  readonly number: string;
  readonly purchasedOn?: string | null;
  readonly schoolCount?: number | null;
  readonly until?: string | null;
};
export type ResumeEntitlementsInput = {
  readonly at?: string | null;
  readonly entitlementIds?: readonly string[] | null;
  readonly entitlements?: readonly EntitlementVersionInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly overrideSuspended?: boolean;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly reason?: string | null;
  readonly selection?: EntitlementSelection | null;
  readonly skipRefused?: boolean;
};
export type RevokeEntitlementsInput = {
  readonly at?: string | null;
  readonly entitlementIds?: readonly string[] | null;
  readonly entitlements?: readonly EntitlementVersionInput[] | null;
  readonly idempotencyKey?: string | null;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly reason?: string | null;
  readonly selection?: EntitlementSelection | null;
  readonly skipRefused?: boolean;
};
export type SchoolAuthorityFilter = {
  readonly city?: string | null;
  readonly search?: string | null;
};
export type SchoolFilter = {
  readonly authority?: string | null;
  readonly city?: string | null;
  readonly district?: string | null;
  readonly form?: string | null;
  readonly group?: string | null;
  readonly inOperation?: boolean | null;
  readonly mediaCentre?: string | null;
  readonly regionalAssociation?: string | null;
  readonly search?: string | null;
  readonly state?: string | null;
};
export type SchoolGroupFilter = {
  readonly closed?: boolean | null;
  readonly owner?: HolderInput | null;
  readonly search?: string | null;
};
export type SchoolType = 'ADULT' | 'COMPREHENSIVE' | 'GYMNASIUM' | 'HAUPTSCHULE' | 'PRIMARY' | 'REALSCHULE' | 'SEKUNDARSCHULE' | 'SPECIAL_NEEDS' | 'VOCATIONAL';
export type SurveyAnswerInput = {
  readonly candidateId: string;
  readonly count: number;
  readonly remark?: string | null;
};
export type SurveyCandidateInput = {
  readonly licenceId?: string | null;
  readonly name?: string | null;
  readonly publisher?: string | null;
  readonly unitCents?: number | null;
};
export type SurveyState = 'CLOSED' | 'DRAFT' | 'OPEN';
export type SuspendEntitlementsInput = {
  readonly entitlementIds?: readonly string[] | null;
  readonly entitlements?: readonly EntitlementVersionInput[] | null;
  readonly from?: string | null;
  readonly idempotencyKey?: string | null;
  readonly preview?: boolean;
  readonly previewToken?: string | null;
  readonly reason?: string | null;
  readonly selection?: EntitlementSelection | null;
  readonly skipRefused?: boolean;
  readonly until?: string | null;
};
export type TermInput = {
  readonly days?: number | null;
  readonly from?: string | null;
  readonly kind: TermKind;
  readonly startYear?: number | null;
  readonly until?: string | null;
};
export type TermKind = 'DURATION' | 'FIXED' | 'SCHOOL_YEAR' | 'UNLIMITED';
export type TitleFacetName = 'AGE_RATING' | 'COMPETENCE' | 'DURATION' | 'GRADE' | 'KIND' | 'LANGUAGE' | 'OPEN_LICENCE' | 'PUBLISHER' | 'RIGHT' | 'SCHOOL_TYPE' | 'SUBJECT' | 'YEAR';
export type TitleFilter = {
  readonly addedSince?: string | null;
  readonly competences?: readonly string[] | null;
  readonly grade?: number | null;
  readonly kinds?: readonly TitleKind[] | null;
  readonly language?: string | null;
  readonly maximumAgeRating?: number | null;
  readonly maximumDuration?: number | null;
  readonly minimumDuration?: number | null;
  readonly openLicence?: boolean | null;
  readonly publisher?: string | null;
  readonly right?: UsageRight | null;
  readonly schoolTypes?: readonly SchoolType[] | null;
  readonly subjectCodes?: readonly string[] | null;
  readonly subjects?: readonly string[] | null;
  readonly yearFrom?: number | null;
  readonly yearUntil?: number | null;
};
export type TitleKind = 'AUDIO' | 'DOCUMENT' | 'IMAGE' | 'INTERACTIVE' | 'OTHER' | 'PROGRAM' | 'VIDEO' | 'WEB_PAGE';
export type TitleOrder = 'NEWEST' | 'RELEVANCE' | 'TITLE';
export type UndoChangeInput = {
  readonly change: string;
  readonly idempotencyKey?: string | null;
  readonly ofOthers?: boolean;
  readonly overrideSuspended?: boolean;
  readonly preview?: boolean;
  readonly reason?: string | null;
};
export type UnmatchedReason = 'NOT_A_NUMBER' | 'NOT_IN_REACH';
export type UsageComparison = 'PERIOD_BEFORE' | 'YEAR_BEFORE';
export type UsageDirection = 'ASC' | 'DESC';
export type UsageFilter = {
  readonly accessTypes?: readonly AccessType[] | null;
  readonly audiences?: readonly Audience[] | null;
  readonly authorities?: readonly string[] | null;
  readonly clients?: readonly string[] | null;
  readonly districts?: readonly string[] | null;
  readonly kinds?: readonly TitleKind[] | null;
  readonly levels?: readonly HolderLevel[] | null;
  readonly licences?: readonly string[] | null;
  readonly mediaCentres?: readonly string[] | null;
  readonly publishers?: readonly string[] | null;
  readonly regionalAssociations?: readonly string[] | null;
  readonly rights?: readonly UsageRight[] | null;
  readonly schoolForms?: readonly string[] | null;
  readonly schools?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly subjects?: readonly string[] | null;
  readonly titles?: readonly string[] | null;
};
export type UsageGranularity = 'DAY' | 'MONTH' | 'SCHOOL_YEAR' | 'TOTAL';
export type UsageGroup = 'ACCESS_TYPE' | 'AUDIENCE' | 'AUTHORITY' | 'CLIENT' | 'DISTRICT' | 'KIND' | 'LEVEL' | 'LICENCE' | 'MEDIA_CENTRE' | 'PUBLISHER' | 'RIGHT' | 'SCHOOL' | 'SCHOOL_FORM' | 'SUBJECT' | 'TITLE';
export type UsageOrder = {
  readonly by: UsageOrderBy;
  readonly direction?: UsageDirection;
};
export type UsageOrderBy = 'DOWNLOADS' | 'LIMIT_EXCEEDED' | 'NOT_LICENSED' | 'PERIOD' | 'REQUESTS' | 'STREAMS' | 'TOTAL' | 'UNIQUE_INVESTIGATIONS' | 'UNIQUE_REQUESTS' | 'VIEWS';
export type UsageRight = 'DOWNLOAD' | 'EDITING' | 'HOME_USE' | 'LENDING' | 'LMS_EMBEDDING' | 'PUBLIC_PERFORMANCE' | 'SCHOOL_SERVER_COPY' | 'STREAM';
export type Worklist = 'COVERED_TWICE' | 'EXPIRING' | 'IN_DEMAND' | 'NOTICE_DUE' | 'SEATS_FULL' | 'STARTING' | 'UNUSED';
export type WorklistRowInput = {
  readonly id: string;
  readonly version?: number;
};
export type AssignmentCounts = {
  readonly id: string;
  readonly applied: boolean;
  readonly preview: boolean;
  readonly assigned: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly movedCount: number;
  readonly unmatchedCount: number;
  readonly counts: readonly {
    readonly outcome: AssignmentOutcome;
    readonly count: number;
    readonly overlapping: number;
  }[];
  readonly unmatched: readonly {
    readonly row: number;
    readonly text: string;
    readonly reason: UnmatchedReason;
  }[];
};
export type AssignmentRow = {
  readonly cursor: string;
  readonly outcome: AssignmentOutcome;
  readonly holderId: string;
  readonly holderLevel: HolderLevel;
  readonly holder: {
    readonly name: string;
    readonly number: string;
  } | null;
  readonly licence: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
  } | null;
  readonly entitlement: {
    readonly id: string;
    readonly version: number;
    readonly status: EntitlementStatus;
    readonly validFrom: string;
    readonly validUntil: string | null;
  } | null;
  readonly overlappingSchoolCount: number;
  readonly overlapping: {
    readonly id: string;
    readonly level: HolderLevel;
    readonly holder: {
      readonly name: string;
    };
  } | null;
  readonly suspendedSchoolCount: number;
};
export type AuditRow = {
  readonly id: string;
  readonly change: string;
  readonly at: string;
  readonly operation: string;
  readonly reason: string | null;
  readonly source: string | null;
  readonly author: string | null;
  readonly authorKind: AuthorKind;
  readonly authorOrganisations: readonly string[];
  readonly object: AuditedObject;
  readonly objectId: string;
  readonly action: AuditAction;
  readonly owner: string | null;
  readonly holder: string | null;
  readonly values: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
};
export type ChangeResult = {
  readonly id: string;
  readonly applied: boolean;
  readonly preview: boolean;
  readonly previewToken: string | null;
  readonly asked: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly change: string | null;
};
export type ChangedRow = {
  readonly outcome: AmendmentOutcome;
  readonly suspendedSchoolCount: number;
  readonly entitlement: {
    readonly id: string;
    readonly version: number;
    readonly status: EntitlementStatus;
    readonly level: HolderLevel;
    readonly holder: {
      readonly id: string;
      readonly level: HolderLevel;
      readonly number: string;
      readonly name: string;
    };
    readonly licence: {
      readonly id: string;
      readonly number: string;
      readonly name: string;
      readonly publisher: string;
    };
    readonly rights: readonly UsageRight[];
    readonly validFrom: string;
    readonly validUntil: string | null;
    readonly endsWithLicence: boolean;
  } | null;
};
export type CostFigures = {
  readonly cents: number | null;
  readonly centsElsewhere: number;
  readonly centsPerRequest: number | null;
  readonly requests: number;
  readonly requestsWithoutCost: number;
};
export type CountedFacet = {
  readonly name: TitleFacetName;
  readonly isExact: boolean;
  readonly values: readonly {
    readonly value: string;
    readonly label: string | null;
    readonly parent: string | null;
    readonly count: number;
  }[];
};
export type CountedValue = {
  readonly value: string;
  readonly label: string | null;
  readonly parent: string | null;
  readonly count: number;
};
export type EntitlementRow = {
  readonly id: string;
  readonly version: number;
  readonly status: EntitlementStatus;
  readonly level: HolderLevel;
  readonly holder: {
    readonly id: string;
    readonly level: HolderLevel;
    readonly number: string;
    readonly name: string;
  };
  readonly licence: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
    readonly publisher: string;
  };
  readonly rights: readonly UsageRight[];
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly endsWithLicence: boolean;
};
export type FoundTitle = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly series: string | null;
  readonly description: string;
  readonly kind: TitleKind;
  readonly publisher: string;
  readonly year: number | null;
  readonly durationSeconds: number | null;
  readonly subjects: readonly string[];
  readonly gradeFrom: number | null;
  readonly gradeUntil: number | null;
  readonly ageRating: number | null;
  readonly language: string;
  readonly subtitle: string | null;
  readonly playUrl: string | null;
  readonly downloadUrl: string | null;
  readonly openLicence: {
    readonly id: string;
    readonly url: string;
  } | null;
  readonly parts: readonly {
    readonly name: string;
    readonly number: string | null;
    readonly durationSeconds: number | null;
  }[];
  readonly materials: readonly {
    readonly kind: MaterialKind;
    readonly label: string;
    readonly url: string;
  }[];
};
export type FoundTitleFor = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly series: string | null;
  readonly description: string;
  readonly kind: TitleKind;
  readonly publisher: string;
  readonly year: number | null;
  readonly durationSeconds: number | null;
  readonly subjects: readonly string[];
  readonly gradeFrom: number | null;
  readonly gradeUntil: number | null;
  readonly ageRating: number | null;
  readonly language: string;
  readonly subtitle: string | null;
  readonly playUrl: string | null;
  readonly downloadUrl: string | null;
  readonly openLicence: {
    readonly id: string;
    readonly url: string;
  } | null;
  readonly parts: readonly {
    readonly name: string;
    readonly number: string | null;
    readonly durationSeconds: number | null;
  }[];
  readonly materials: readonly {
    readonly kind: MaterialKind;
    readonly label: string;
    readonly url: string;
  }[];
  readonly availability: {
    readonly outcome: AccessOutcome;
    readonly reason: DenialReason | null;
    readonly since: string | null;
    readonly validUntil: string | null;
  };
};
export type LicenceChoice = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly publisher: string;
  readonly kind: string;
  readonly holderLevels: readonly HolderLevel[];
  readonly rights: readonly UsageRight[];
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly seats: number | null;
  readonly schoolCount: number | null;
  readonly owner: {
    readonly name: string;
  };
};
export type Note = {
  readonly id: string;
  readonly version: number;
  readonly assignee: string | null;
  readonly snoozedUntil: string | null;
  readonly text: string | null;
};
export type Prepared = {
  readonly amend: {
    readonly entitlements: readonly {
      readonly id: string;
    }[];
    readonly validUntil: string | null;
  } | null;
  readonly assign: {
    readonly licenceIds: readonly string[];
    readonly validFrom: string | null;
    readonly holders: readonly {
      readonly level: HolderLevel;
      readonly id: string;
    }[];
  } | null;
  readonly revoke: {
    readonly entitlementIds: readonly string[];
  } | null;
  readonly notice: {
    readonly licenceId: string;
    readonly noticeOn: string | null;
    readonly version: number;
  } | null;
  readonly seats: {
    readonly licenceId: string;
    readonly seats: number;
    readonly version: number;
  } | null;
};
export type RunningJob = {
  readonly id: string;
  readonly state: JobState;
  readonly done: number;
  readonly toDo: number | null;
  readonly error: string | null;
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly assigned: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly movedCount: number;
    readonly unmatchedCount: number;
    readonly counts: readonly {
      readonly outcome: AssignmentOutcome;
      readonly count: number;
      readonly overlapping: number;
    }[];
    readonly unmatched: readonly {
      readonly row: number;
      readonly text: string;
      readonly reason: UnmatchedReason;
    }[];
  } | null;
  readonly change: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type SchoolMembership = {
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly organisation: {
    readonly id: string;
    readonly level: HolderLevel;
    readonly number: string;
    readonly name: string;
  };
};
export type SuggestedTitle = {
  readonly id: string;
  readonly name: string;
  readonly kind: TitleKind;
  readonly publisher: string;
};
export type Sums = {
  readonly licences: number;
  readonly schools: number;
  readonly cents: number | null;
};
export type TitleFigures = {
  readonly group1: {
    readonly id: string | null;
    readonly name: string | null;
    readonly title: {
      readonly number: string;
    } | null;
  } | null;
  readonly figures: {
    readonly requests: number;
    readonly notLicensed: number;
    readonly limitExceeded: number;
  };
};
export type UsageFigures = {
  readonly requests: number;
  readonly streams: number;
  readonly downloads: number;
  readonly views: number;
  readonly notLicensed: number;
  readonly limitExceeded: number;
};
export type WholeSurvey = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
  readonly state: SurveyState;
  readonly closesAt: string;
  readonly askedCount: number | null;
  readonly answeredCount: number | null;
  readonly owner: {
    readonly level: HolderLevel;
    readonly id: string;
    readonly name: string;
  };
  readonly candidates: readonly {
    readonly id: string;
    readonly name: string;
    readonly publisher: string | null;
    readonly unitCents: number | null;
    readonly licence: {
      readonly id: string;
    } | null;
  }[];
  readonly ownResponses: readonly {
    readonly version: number;
    readonly answeredAt: string | null;
    readonly organisation: {
      readonly level: HolderLevel;
      readonly id: string;
      readonly name: string;
    };
    readonly answers: readonly {
      readonly candidateId: string;
      readonly count: number;
      readonly remark: string | null;
    }[];
  }[];
};
export type WorklistLicence = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly publisher: string;
};
export type AmendData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type AmendVariables = {
  readonly input: AmendEntitlementsInput;
};
export const Amend: Operation<AmendData, AmendVariables> = {
  name: 'amend',
  id: 'sha256:2b8e207fc585d86e3e835b1909894dde5f1b9d62554504867f697822a75ab0fb',
};
export type AmendLicenceData = {
  readonly amendLicence: {
    readonly outcome: LicenceAmendmentOutcome;
    readonly preview: boolean;
    readonly effects: {
      readonly schoolsClosed: number;
      readonly schoolsOpened: number;
    } | null;
    readonly licence: {
      readonly id: string;
      readonly number: string;
      readonly name: string;
      readonly version: number;
      readonly seats: number | null;
      readonly noticeOn: string | null;
    } | null;
  } | null;
};
export type AmendLicenceVariables = {
  readonly input: AmendLicenceInput;
};
export const AmendLicence: Operation<AmendLicenceData, AmendLicenceVariables> = {
  name: 'amendLicence',
  id: 'sha256:ea44b3f4f8b8c488d1896c674be2838ea1135fe8a09c3cdbca6b77892adb8143',
};
export type AssignmentRowsData = {
  readonly assignment: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly assigned: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly movedCount: number;
    readonly unmatchedCount: number;
    readonly counts: readonly {
      readonly outcome: AssignmentOutcome;
      readonly count: number;
      readonly overlapping: number;
    }[];
    readonly unmatched: readonly {
      readonly row: number;
      readonly text: string;
      readonly reason: UnmatchedReason;
    }[];
    readonly assignments: readonly {
      readonly cursor: string;
      readonly outcome: AssignmentOutcome;
      readonly holderId: string;
      readonly holderLevel: HolderLevel;
      readonly holder: {
        readonly name: string;
        readonly number: string;
      } | null;
      readonly licence: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      } | null;
      readonly entitlement: {
        readonly id: string;
        readonly version: number;
        readonly status: EntitlementStatus;
        readonly validFrom: string;
        readonly validUntil: string | null;
      } | null;
      readonly overlappingSchoolCount: number;
      readonly overlapping: {
        readonly id: string;
        readonly level: HolderLevel;
        readonly holder: {
          readonly name: string;
        };
      } | null;
      readonly suspendedSchoolCount: number;
    }[];
  } | null;
};
export type AssignmentRowsVariables = {
  readonly id: string;
  readonly outcomes?: readonly AssignmentOutcome[] | null;
  readonly first: number;
  readonly after?: string | null;
};
export const AssignmentRows: Operation<AssignmentRowsData, AssignmentRowsVariables> = {
  name: 'assignmentRows',
  id: 'sha256:198d16e223fe7d83be42b98a7ced68b56a80b5291fbd3086666d212f485fb465',
};
export type AuditTrailPageData = {
  readonly auditTrail: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly change: string;
        readonly at: string;
        readonly operation: string;
        readonly reason: string | null;
        readonly source: string | null;
        readonly author: string | null;
        readonly authorKind: AuthorKind;
        readonly authorOrganisations: readonly string[];
        readonly object: AuditedObject;
        readonly objectId: string;
        readonly action: AuditAction;
        readonly owner: string | null;
        readonly holder: string | null;
        readonly values: readonly {
          readonly field: string;
          readonly before: string | null;
          readonly after: string | null;
        }[];
      };
    }[];
  };
};
export type AuditTrailPageVariables = {
  readonly filter?: AuditFilter | null;
  readonly first: number;
  readonly after?: string | null;
};
export const AuditTrailPage: Operation<AuditTrailPageData, AuditTrailPageVariables> = {
  name: 'auditTrailPage',
  id: 'sha256:73930aac8953378d9d7ca91a93018deed2119e0a2303d84bb41adff3fe5dd4ed',
};
export type AuthoritiesInReachData = {
  readonly schoolAuthorities: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly number: string;
      };
    }[];
  };
};
export type AuthoritiesInReachVariables = {
  readonly first: number;
  readonly after?: string | null;
};
export const AuthoritiesInReach: Operation<AuthoritiesInReachData, AuthoritiesInReachVariables> = {
  name: 'authoritiesInReach',
  id: 'sha256:0d0dbd31aa9276f9bd91cbfa55f252f0d13e1a0e0ed690555761e4ca278f4af4',
};
export type ChangeOfEntitlementData = {
  readonly entitlement: {
    readonly status: EntitlementStatus;
    readonly history: {
      readonly edges: readonly {
        readonly node: {
          readonly change: string;
          readonly action: AuditAction;
          readonly operation: string;
        };
      }[];
    };
  } | null;
};
export type ChangeOfEntitlementVariables = {
  readonly id: string;
};
export const ChangeOfEntitlement: Operation<ChangeOfEntitlementData, ChangeOfEntitlementVariables> = {
  name: 'changeOfEntitlement',
  id: 'sha256:3de128185d0da81cbbd8bcefae0a7d6e109058a0e309fba8653dace58647c580',
};
export type ChangeSurveyData = {
  readonly amendSurvey: {
    readonly isChanged: boolean;
    readonly survey: {
      readonly id: string;
      readonly version: number;
      readonly title: string;
      readonly text: string;
      readonly state: SurveyState;
      readonly closesAt: string;
      readonly askedCount: number | null;
      readonly answeredCount: number | null;
      readonly owner: {
        readonly level: HolderLevel;
        readonly id: string;
        readonly name: string;
      };
      readonly candidates: readonly {
        readonly id: string;
        readonly name: string;
        readonly publisher: string | null;
        readonly unitCents: number | null;
        readonly licence: {
          readonly id: string;
        } | null;
      }[];
      readonly ownResponses: readonly {
        readonly version: number;
        readonly answeredAt: string | null;
        readonly organisation: {
          readonly level: HolderLevel;
          readonly id: string;
          readonly name: string;
        };
        readonly answers: readonly {
          readonly candidateId: string;
          readonly count: number;
          readonly remark: string | null;
        }[];
      }[];
    } | null;
  } | null;
};
export type ChangeSurveyVariables = {
  readonly input: AmendSurveyInput;
};
export const ChangeSurvey: Operation<ChangeSurveyData, ChangeSurveyVariables> = {
  name: 'changeSurvey',
  id: 'sha256:9e28ff60632940d6537bf59c9b17ff2087ec1e6c217370024b70cf5bdab68b75',
};
export type ChangedCellsData = {
  readonly amendment: {
    readonly entitlements: {
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
      readonly edges: readonly {
        readonly node: {
          readonly outcome: AmendmentOutcome;
          readonly entitlement: {
            readonly validFrom: string;
            readonly validUntil: string | null;
            readonly licence: {
              readonly id: string;
            };
            readonly holder: {
              readonly number: string;
              readonly name: string;
            };
          } | null;
        };
      }[];
    };
  } | null;
};
export type ChangedCellsVariables = {
  readonly id: string;
  readonly outcomes?: readonly AmendmentOutcome[] | null;
  readonly first: number;
  readonly after?: string | null;
};
export const ChangedCells: Operation<ChangedCellsData, ChangedCellsVariables> = {
  name: 'changedCells',
  id: 'sha256:19929a163a91dd8cb48d409ae2d94d8c5d81c263414c364433d5a340976caa2c',
};
export type ChangedRowsData = {
  readonly amendment: {
    readonly entitlements: {
      readonly totalCount: number;
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
      readonly edges: readonly {
        readonly node: {
          readonly outcome: AmendmentOutcome;
          readonly suspendedSchoolCount: number;
          readonly entitlement: {
            readonly id: string;
            readonly version: number;
            readonly status: EntitlementStatus;
            readonly level: HolderLevel;
            readonly holder: {
              readonly id: string;
              readonly level: HolderLevel;
              readonly number: string;
              readonly name: string;
            };
            readonly licence: {
              readonly id: string;
              readonly number: string;
              readonly name: string;
              readonly publisher: string;
            };
            readonly rights: readonly UsageRight[];
            readonly validFrom: string;
            readonly validUntil: string | null;
            readonly endsWithLicence: boolean;
          } | null;
        };
      }[];
    };
  } | null;
};
export type ChangedRowsVariables = {
  readonly id: string;
  readonly outcomes?: readonly AmendmentOutcome[] | null;
  readonly first: number;
  readonly after?: string | null;
};
export const ChangedRows: Operation<ChangedRowsData, ChangedRowsVariables> = {
  name: 'changedRows',
  id: 'sha256:566aaf6f4bad8658b1eed76f3da7e3d4dd46452ad5d479fc23c96ae26f8247dc',
};
export type CostTableData = {
  readonly costPerUse: {
    readonly totalCount: number;
    readonly roundedTo: number;
    readonly isComplete: boolean;
    readonly totals: {
      readonly cents: number | null;
      readonly centsElsewhere: number;
      readonly centsPerRequest: number | null;
      readonly requests: number;
      readonly requestsWithoutCost: number;
    };
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string | null;
        readonly name: string | null;
        readonly figures: {
          readonly cents: number | null;
          readonly centsElsewhere: number;
          readonly centsPerRequest: number | null;
          readonly requests: number;
          readonly requestsWithoutCost: number;
        };
      };
    }[];
  };
};
export type CostTableVariables = {
  readonly by: CostGroup;
  readonly from: string;
  readonly until: string;
  readonly filter?: UsageFilter | null;
  readonly order: CostOrder;
  readonly first: number;
  readonly after?: string | null;
};
export const CostTable: Operation<CostTableData, CostTableVariables> = {
  name: 'costTable',
  id: 'sha256:e1803883ab0dd0cf7b2943989a686fccc69cf450f5b44b5190c26b4679ba11da',
};
export type CountAllUsableValuesData = {
  readonly school: {
    readonly licensedTitles: {
      readonly facets: readonly {
        readonly values: readonly {
          readonly value: string;
          readonly label: string | null;
          readonly parent: string | null;
          readonly count: number;
        }[];
      }[];
    };
  } | null;
};
export type CountAllUsableValuesVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly number: string;
  readonly audience: Audience;
  readonly names: readonly TitleFacetName[];
};
export const CountAllUsableValues: Operation<CountAllUsableValuesData, CountAllUsableValuesVariables> = {
  name: 'countAllUsableValues',
  id: 'sha256:c744596c2cf07ae618c5a07c85818920af54bfda5b4fa6d85ded853fa79451b1',
};
export type CountAllValuesData = {
  readonly titles: {
    readonly facets: readonly {
      readonly values: readonly {
        readonly value: string;
        readonly label: string | null;
        readonly parent: string | null;
        readonly count: number;
      }[];
    }[];
  };
};
export type CountAllValuesVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly names: readonly TitleFacetName[];
};
export const CountAllValues: Operation<CountAllValuesData, CountAllValuesVariables> = {
  name: 'countAllValues',
  id: 'sha256:537b39ac452b3f466ad969131e28eab8a3cde2d9b45be12f1e19c3d4c2df7485',
};
export type CountFacetsData = {
  readonly titles: {
    readonly facets: readonly {
      readonly name: TitleFacetName;
      readonly isExact: boolean;
      readonly values: readonly {
        readonly value: string;
        readonly label: string | null;
        readonly parent: string | null;
        readonly count: number;
      }[];
    }[];
  };
};
export type CountFacetsVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
};
export const CountFacets: Operation<CountFacetsData, CountFacetsVariables> = {
  name: 'countFacets',
  id: 'sha256:ac85a06d5729b9cdab102f2cb3def61b88012c145ed156db74246ebd30598130',
};
export type CountUsableFacetsData = {
  readonly school: {
    readonly licensedTitles: {
      readonly facets: readonly {
        readonly name: TitleFacetName;
        readonly isExact: boolean;
        readonly values: readonly {
          readonly value: string;
          readonly label: string | null;
          readonly parent: string | null;
          readonly count: number;
        }[];
      }[];
    };
  } | null;
};
export type CountUsableFacetsVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly number: string;
  readonly audience: Audience;
};
export const CountUsableFacets: Operation<CountUsableFacetsData, CountUsableFacetsVariables> = {
  name: 'countUsableFacets',
  id: 'sha256:7ec6845a0a4a8ae9905c1ab9d3bae7d4d5862f81552f2f106a06cd5061b8b059',
};
export type DemandTableData = {
  readonly demand: {
    readonly totalCount: number;
    readonly roundedTo: number;
    readonly totals: {
      readonly notLicensed: number;
      readonly limitExceeded: number;
    };
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly schoolId: string | null;
        readonly schoolName: string | null;
        readonly title: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
        } | null;
        readonly notLicensed: number;
        readonly limitExceeded: number;
        readonly cheapestOffer: {
          readonly name: string;
          readonly cents: number;
        } | null;
      };
    }[];
  };
};
export type DemandTableVariables = {
  readonly by: DemandGroup;
  readonly from: string;
  readonly until: string;
  readonly filter?: UsageFilter | null;
  readonly first: number;
  readonly after?: string | null;
};
export const DemandTable: Operation<DemandTableData, DemandTableVariables> = {
  name: 'demandTable',
  id: 'sha256:28f3eb7d3cd1ef2a7e7a68b32212590a3f2379bda76c9bdc65136057bb5c99d9',
};
export type DeskCountData = {
  readonly entitlements: {
    readonly totalCount: number;
  };
};
export type DeskCountVariables = {
  readonly filter?: EntitlementFilter | null;
};
export const DeskCount: Operation<DeskCountData, DeskCountVariables> = {
  name: 'deskCount',
  id: 'sha256:b1f7a0baae5ba004f97d81f8abf3d31f11fc76a18463aef06d720db75984ebaf',
};
export type DeskEntitlementsData = {
  readonly entitlements: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly version: number;
        readonly status: EntitlementStatus;
        readonly level: HolderLevel;
        readonly holder: {
          readonly id: string;
          readonly level: HolderLevel;
          readonly number: string;
          readonly name: string;
        };
        readonly licence: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly publisher: string;
        };
        readonly rights: readonly UsageRight[];
        readonly validFrom: string;
        readonly validUntil: string | null;
        readonly endsWithLicence: boolean;
      };
    }[];
  };
};
export type DeskEntitlementsVariables = {
  readonly filter?: EntitlementFilter | null;
  readonly order?: EntitlementOrder | null;
  readonly first: number;
  readonly after?: string | null;
};
export const DeskEntitlements: Operation<DeskEntitlementsData, DeskEntitlementsVariables> = {
  name: 'deskEntitlements',
  id: 'sha256:e22aec23885bda6a605cb08b3c0a67f1ba30a62cbe6c7ebc66e5acb35ed91f8d',
};
export type EntitlementHistoryData = {
  readonly entitlement: {
    readonly id: string;
    readonly version: number;
    readonly status: EntitlementStatus;
    readonly level: HolderLevel;
    readonly holder: {
      readonly id: string;
      readonly level: HolderLevel;
      readonly number: string;
      readonly name: string;
    };
    readonly licence: {
      readonly id: string;
      readonly number: string;
      readonly name: string;
      readonly publisher: string;
    };
    readonly rights: readonly UsageRight[];
    readonly validFrom: string;
    readonly validUntil: string | null;
    readonly endsWithLicence: boolean;
    readonly note: string | null;
    readonly reason: string | null;
    readonly createdAt: string;
    readonly createdBy: string | null;
    readonly revokedAt: string | null;
    readonly history: {
      readonly edges: readonly {
        readonly node: {
          readonly id: string;
          readonly change: string;
          readonly at: string;
          readonly operation: string;
          readonly action: AuditAction;
          readonly reason: string | null;
          readonly author: string | null;
          readonly authorOrganisations: readonly string[];
          readonly source: string | null;
          readonly values: readonly {
            readonly field: string;
            readonly before: string | null;
            readonly after: string | null;
          }[];
        };
      }[];
    };
  } | null;
};
export type EntitlementHistoryVariables = {
  readonly id: string;
};
export const EntitlementHistory: Operation<EntitlementHistoryData, EntitlementHistoryVariables> = {
  name: 'entitlementHistory',
  id: 'sha256:40a1a6f642c9ae1c79ed696094d5b829fe590b5d489ab1ac6d0ff1f580ab9173',
};
export type FindHoldersData = {
  readonly schoolAuthorities: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
  readonly schoolGroups: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
  readonly schools: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly city: string;
      };
    }[];
  };
  readonly me: {
    readonly organisations: readonly {
      readonly id: string;
      readonly level: HolderLevel;
      readonly number: string;
      readonly name: string;
    }[];
  };
};
export type FindHoldersVariables = {
  readonly search: string;
  readonly authorities?: SchoolAuthorityFilter | null;
  readonly groups?: SchoolGroupFilter | null;
};
export const FindHolders: Operation<FindHoldersData, FindHoldersVariables> = {
  name: 'findHolders',
  id: 'sha256:92934b7e053760132303df6c62c63710f291cd9d81d93c30aa57a40eab9c0e72',
};
export type FindLicencesData = {
  readonly licences: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly publisher: string;
        readonly kind: string;
        readonly holderLevels: readonly HolderLevel[];
        readonly rights: readonly UsageRight[];
        readonly validFrom: string | null;
        readonly validUntil: string | null;
        readonly seats: number | null;
        readonly schoolCount: number | null;
        readonly owner: {
          readonly name: string;
        };
      };
    }[];
  };
};
export type FindLicencesVariables = {
  readonly search?: string | null;
  readonly first: number;
  readonly after?: string | null;
};
export const FindLicences: Operation<FindLicencesData, FindLicencesVariables> = {
  name: 'findLicences',
  id: 'sha256:0bda28a1bf7763d48dc513ad903b77a6c183391ec05a1c1e2127c7e371239c9b',
};
export type FindSchoolsData = {
  readonly schools: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly city: string;
        readonly form: string | null;
        readonly inOperation: boolean;
      };
    }[];
  };
};
export type FindSchoolsVariables = {
  readonly search: string;
};
export const FindSchools: Operation<FindSchoolsData, FindSchoolsVariables> = {
  name: 'findSchools',
  id: 'sha256:c83f7a0cf9a94783a546185682430cb85ae46f8e14c44b79ccb629b591c78709',
};
export type GiveAnswersData = {
  readonly answerSurvey: {
    readonly isAnswered: boolean;
    readonly response: {
      readonly version: number;
    } | null;
  } | null;
};
export type GiveAnswersVariables = {
  readonly input: AnswerSurveyInput;
};
export const GiveAnswers: Operation<GiveAnswersData, GiveAnswersVariables> = {
  name: 'giveAnswers',
  id: 'sha256:d307aa24c6dd0c54f73327fa79197384b627d62e9ca79c203a170d9f2653d62c',
};
export type HolderNameData = {
  readonly organisation: {
    readonly id: string;
    readonly level: HolderLevel;
    readonly number: string;
    readonly name: string;
  } | null;
};
export type HolderNameVariables = {
  readonly level: HolderLevel;
  readonly id: string;
};
export const HolderName: Operation<HolderNameData, HolderNameVariables> = {
  name: 'holderName',
  id: 'sha256:c747bd3127142a49b47cd3de5965dd5217b1a4d8af48cd21d208c1365d71dc60',
};
export type JobProgressData = {
  readonly job: {
    readonly id: string;
    readonly state: JobState;
    readonly done: number;
    readonly toDo: number | null;
    readonly error: string | null;
    readonly result: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly assigned: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly movedCount: number;
      readonly unmatchedCount: number;
      readonly counts: readonly {
        readonly outcome: AssignmentOutcome;
        readonly count: number;
        readonly overlapping: number;
      }[];
      readonly unmatched: readonly {
        readonly row: number;
        readonly text: string;
        readonly reason: UnmatchedReason;
      }[];
    } | null;
    readonly change: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly previewToken: string | null;
      readonly asked: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly change: string | null;
    } | null;
  } | null;
};
export type JobProgressVariables = {
  readonly id: string;
};
export const JobProgress: Operation<JobProgressData, JobProgressVariables> = {
  name: 'jobProgress',
  id: 'sha256:f901012aaaaa145d0a4d4d01f0602e6dbf95f389a450e523e11b613cbcc80707',
};
export type KeptChangeData = {
  readonly amendment: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type KeptChangeVariables = {
  readonly id: string;
};
export const KeptChange: Operation<KeptChangeData, KeptChangeVariables> = {
  name: 'keptChange',
  id: 'sha256:51d38e678aa18d6fb8cf0924810c734f41cbd7a24eb95e6d5434f05471155cf0',
};
export type LicenceAuditTrailPageData = {
  readonly auditTrail: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly change: string;
        readonly at: string;
        readonly operation: string;
        readonly reason: string | null;
        readonly source: string | null;
        readonly author: string | null;
        readonly authorKind: AuthorKind;
        readonly authorOrganisations: readonly string[];
        readonly object: AuditedObject;
        readonly objectId: string;
        readonly action: AuditAction;
        readonly owner: string | null;
        readonly holder: string | null;
        readonly values: readonly {
          readonly field: string;
          readonly before: string | null;
          readonly after: string | null;
        }[];
      };
    }[];
  };
};
export type LicenceAuditTrailPageVariables = {
  readonly filter?: AuditFilter | null;
  readonly first: number;
  readonly after?: string | null;
};
export const LicenceAuditTrailPage: Operation<LicenceAuditTrailPageData, LicenceAuditTrailPageVariables> = {
  name: 'licenceAuditTrailPage',
  id: 'sha256:715eefb5f65440cd1d30717b30ed909c8feed8f97d8ae944f676eafd33b52c5d',
};
export type LicencesWithPricesData = {
  readonly licences: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly publisher: string;
        readonly kind: string;
        readonly holderLevels: readonly HolderLevel[];
        readonly rights: readonly UsageRight[];
        readonly validFrom: string | null;
        readonly validUntil: string | null;
        readonly seats: number | null;
        readonly schoolCount: number | null;
        readonly owner: {
          readonly name: string;
        };
        readonly price?: {
          readonly cents: number;
        } | null;
      };
    }[];
  };
};
export type LicencesWithPricesVariables = {
  readonly first: number;
  readonly after?: string | null;
  readonly withPrices: boolean;
};
export const LicencesWithPrices: Operation<LicencesWithPricesData, LicencesWithPricesVariables> = {
  name: 'licencesWithPrices',
  id: 'sha256:229b5d2b7945673b2050a1904d2896fb10ea020456b3ba6fc5732eda8be63588',
};
export type MakeSurveyData = {
  readonly createSurvey: {
    readonly id: string;
  } | null;
};
export type MakeSurveyVariables = {
  readonly input: CreateSurveyInput;
};
export const MakeSurvey: Operation<MakeSurveyData, MakeSurveyVariables> = {
  name: 'makeSurvey',
  id: 'sha256:4b2cc0967f79d2cd5c67cc909cf21bab6004cdb874c6d88fa10a7d00fb70cc57',
};
export type MatchingSchoolsData = {
  readonly schools: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly city: string;
        readonly form: string | null;
        readonly inOperation: boolean;
      };
    }[];
  };
};
export type MatchingSchoolsVariables = {
  readonly filter?: SchoolFilter | null;
  readonly first: number;
  readonly after?: string | null;
};
export const MatchingSchools: Operation<MatchingSchoolsData, MatchingSchoolsVariables> = {
  name: 'matchingSchools',
  id: 'sha256:285861e4f102132c9ee3569d936e9017b742bc43e9ab8965c8c0a1e0d312048f',
};
export type MoveData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type MoveVariables = {
  readonly input: MoveEntitlementsInput;
};
export const Move: Operation<MoveData, MoveVariables> = {
  name: 'move',
  id: 'sha256:7591ff74c0047b802432e5be2efa41c71957f5a51e9eb8e3ffeaefd2f885aa40',
};
export type NameFacetValuesData = {
  readonly titles: {
    readonly facets: readonly {
      readonly name: TitleFacetName;
      readonly values: readonly {
        readonly value: string;
        readonly label: string | null;
      }[];
    }[];
  };
};
export type NameFacetValuesVariables = {
  readonly names: readonly TitleFacetName[];
};
export const NameFacetValues: Operation<NameFacetValuesData, NameFacetValuesVariables> = {
  name: 'nameFacetValues',
  id: 'sha256:6fd3e31452f3a02dbbe8d3a0c3cf975c174819896af2b621cf0ef8e2a79013f1',
};
export type NameLicencesData = {
  readonly licences: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly name: string;
      };
    }[];
  };
};
export type NameLicencesVariables = {
  readonly first: number;
  readonly after?: string | null;
};
export const NameLicences: Operation<NameLicencesData, NameLicencesVariables> = {
  name: 'nameLicences',
  id: 'sha256:ccc110368cd7801294403d2e45724920827ccff85c31cdbd88eccbdcefd999c1',
};
export type NoteRowData = {
  readonly noteWorklist: {
    readonly applied: boolean;
    readonly notes: readonly ({
      readonly id: string;
      readonly version: number;
      readonly assignee: string | null;
      readonly snoozedUntil: string | null;
      readonly text: string | null;
    } | null)[] | null;
    readonly changed: readonly ({
      readonly id: string;
      readonly version: number;
      readonly assignee: string | null;
      readonly snoozedUntil: string | null;
      readonly text: string | null;
    } | null)[] | null;
  } | null;
};
export type NoteRowVariables = {
  readonly input: NoteWorklistInput;
};
export const NoteRow: Operation<NoteRowData, NoteRowVariables> = {
  name: 'noteRow',
  id: 'sha256:ab78355dffdb742fb46d60a6e4c5c8884b836b52860f04e7fee636df7b70b242',
};
export type OwnJobsData = {
  readonly jobs: readonly {
    readonly id: string;
    readonly state: JobState;
    readonly done: number;
    readonly toDo: number | null;
    readonly error: string | null;
    readonly createdAt: string;
    readonly endedAt: string | null;
    readonly result: {
      readonly applied: boolean;
      readonly assigned: number;
      readonly refused: number;
    } | null;
    readonly change: {
      readonly applied: boolean;
      readonly preview: boolean;
      readonly changed: number;
    } | null;
  }[] | null;
};
export type OwnJobsVariables = {};
export const OwnJobs: Operation<OwnJobsData, OwnJobsVariables> = {
  name: 'ownJobs',
  id: 'sha256:f693242f06f18a1fb1288415cfaff648eedb4f1e85e6f00fc940ff7c83abd05e',
};
export type OwnOrganisationsData = {
  readonly me: {
    readonly organisations: readonly {
      readonly level: HolderLevel;
      readonly id: string;
      readonly name: string;
    }[];
  };
};
export type OwnOrganisationsVariables = {};
export const OwnOrganisations: Operation<OwnOrganisationsData, OwnOrganisationsVariables> = {
  name: 'ownOrganisations',
  id: 'sha256:1454458f47255e7fb9dc3dd44e6006d2808d9e3d3ce1e855e7f714059e0a90ec',
};
export type OwnSchoolsData = {
  readonly me: {
    readonly schoolCount: number;
    readonly organisations: readonly {
      readonly id: string;
      readonly level: HolderLevel;
      readonly number: string;
      readonly name: string;
    }[];
  };
  readonly schools: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
};
export type OwnSchoolsVariables = {};
export const OwnSchools: Operation<OwnSchoolsData, OwnSchoolsVariables> = {
  name: 'ownSchools',
  id: 'sha256:b783226034bb1663cc259d1fe0a1b92d885c1b36f7eb88ff4563fc4ac7f38b54',
};
export type OwnSubjectData = {
  readonly me: {
    readonly subject: string;
  };
};
export type OwnSubjectVariables = {};
export const OwnSubject: Operation<OwnSubjectData, OwnSubjectVariables> = {
  name: 'ownSubject',
  id: 'sha256:a24a122cb0404bd115f0e032018264210988dc44731f9ed7967abd2625cd9ade',
};
export type PickAuthoritiesData = {
  readonly schoolAuthorities: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
};
export type PickAuthoritiesVariables = {
  readonly filter?: SchoolAuthorityFilter | null;
  readonly first: number;
};
export const PickAuthorities: Operation<PickAuthoritiesData, PickAuthoritiesVariables> = {
  name: 'pickAuthorities',
  id: 'sha256:88f21ae003ede5fa8fb1e486c28222e9d4f03236de18aafbaa23d76743ef577b',
};
export type PickFacetsData = {
  readonly subjects: {
    readonly edges: readonly {
      readonly node: {
        readonly name: string;
        readonly titleCount: number;
      };
    }[];
  };
  readonly publishers: {
    readonly edges: readonly {
      readonly node: {
        readonly name: string;
        readonly titleCount: number;
      };
    }[];
  };
};
export type PickFacetsVariables = {};
export const PickFacets: Operation<PickFacetsData, PickFacetsVariables> = {
  name: 'pickFacets',
  id: 'sha256:786f34a3d8e579470e28c50e673f188c781c16d4e9f419556d6f270243bb5bac',
};
export type PickFilterValuesData = {
  readonly schoolFilterValues: {
    readonly cities: readonly string[];
    readonly forms: readonly string[];
    readonly districts: readonly {
      readonly id: string;
      readonly number: string;
      readonly name: string;
    }[];
  };
};
export type PickFilterValuesVariables = {};
export const PickFilterValues: Operation<PickFilterValuesData, PickFilterValuesVariables> = {
  name: 'pickFilterValues',
  id: 'sha256:2694239d0b51d5e26634c27b3f39b6709cc419b22d1bb2109c700e3854f779e4',
};
export type PickGroupsData = {
  readonly schoolGroups: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
};
export type PickGroupsVariables = {
  readonly filter?: SchoolGroupFilter | null;
  readonly first: number;
};
export const PickGroups: Operation<PickGroupsData, PickGroupsVariables> = {
  name: 'pickGroups',
  id: 'sha256:d2902e401b28cc2013cabfd6051457fe8489190029bc723c7a34bb44f2365097',
};
export type PickLicencesData = {
  readonly licences: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly publisher: string;
      };
    }[];
  };
};
export type PickLicencesVariables = {
  readonly search?: string | null;
  readonly first: number;
};
export const PickLicences: Operation<PickLicencesData, PickLicencesVariables> = {
  name: 'pickLicences',
  id: 'sha256:7fde56478501f5baea5194ebfcfad41b9494c97a46a1c05b88545fda7ef8aedd',
};
export type PickTitlesData = {
  readonly titles: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
      };
    }[];
  };
};
export type PickTitlesVariables = {
  readonly search?: string | null;
  readonly first: number;
};
export const PickTitles: Operation<PickTitlesData, PickTitlesVariables> = {
  name: 'pickTitles',
  id: 'sha256:445467c56ad080f67bcb95cf381b330a16a803d1aeb3c0ffd8f66ff918fa3242',
};
export type PreviewAssignmentData = {
  readonly assignEntitlements: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly assigned: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly movedCount: number;
    readonly unmatchedCount: number;
    readonly counts: readonly {
      readonly outcome: AssignmentOutcome;
      readonly count: number;
      readonly overlapping: number;
    }[];
    readonly unmatched: readonly {
      readonly row: number;
      readonly text: string;
      readonly reason: UnmatchedReason;
    }[];
    readonly previewToken: string | null;
    readonly assignments: readonly {
      readonly cursor: string;
      readonly afterwards: {
        readonly schools: number;
        readonly allowed: number;
        readonly validUntil: string | null;
      } | null;
    }[];
  } | null;
};
export type PreviewAssignmentVariables = {
  readonly input: AssignEntitlementsInput;
  readonly outcomes?: readonly AssignmentOutcome[] | null;
  readonly first: number;
  readonly after?: string | null;
};
export const PreviewAssignment: Operation<PreviewAssignmentData, PreviewAssignmentVariables> = {
  name: 'previewAssignment',
  id: 'sha256:598dfe64986fdd683d99f5b1f19455acc55f47ffe61486cb36ed8180dcf1ac20',
};
export type RemoveSurveyData = {
  readonly deleteSurvey: boolean | null;
};
export type RemoveSurveyVariables = {
  readonly id: string;
  readonly version: number;
};
export const RemoveSurvey: Operation<RemoveSurveyData, RemoveSurveyVariables> = {
  name: 'removeSurvey',
  id: 'sha256:4a9f3d7ebab0eaf40d192f7fc9fa228a59d21c383e5ad4df6156594ecd1694f3',
};
export type ResolveListData = {
  readonly resolveSchools: {
    readonly matched: readonly {
      readonly row: number;
      readonly text: string;
      readonly school: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly city: string;
      };
    }[];
    readonly duplicates: readonly {
      readonly row: number;
      readonly text: string;
      readonly firstRow: number;
      readonly school: {
        readonly name: string;
      };
    }[];
    readonly unmatched: readonly {
      readonly row: number;
      readonly text: string;
      readonly reason: UnmatchedReason;
    }[];
  };
};
export type ResolveListVariables = {
  readonly numbers: readonly string[];
};
export const ResolveList: Operation<ResolveListData, ResolveListVariables> = {
  name: 'resolveList',
  id: 'sha256:ffdce53e46605e108417c2e4f68425a236cbdf92bc7d707758ae248bcc2f3042',
};
export type ResumeData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type ResumeVariables = {
  readonly input: ResumeEntitlementsInput;
};
export const Resume: Operation<ResumeData, ResumeVariables> = {
  name: 'resume',
  id: 'sha256:da07ae421a75bd3790b70de619997fd8fb0f8a908bab78cda07400bd36311651',
};
export type RevokeData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type RevokeVariables = {
  readonly input: RevokeEntitlementsInput;
};
export const Revoke: Operation<RevokeData, RevokeVariables> = {
  name: 'revoke',
  id: 'sha256:859122e8a15ef4c69ef8f18287310ab8abe984fd80bd40c4179ca65c1b88ab8d',
};
export type SchoolPageData = {
  readonly school: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
    readonly city: string;
    readonly form: string | null;
    readonly inOperation: boolean;
    readonly authority: {
      readonly number: string;
      readonly name: string;
    };
    readonly mediaCentre: {
      readonly number: string;
      readonly name: string;
    } | null;
    readonly district: {
      readonly name: string;
    };
    readonly memberships?: {
      readonly pageInfo: {
        readonly hasNextPage: boolean;
      };
      readonly edges: readonly {
        readonly node: {
          readonly validFrom: string | null;
          readonly validUntil: string | null;
          readonly organisation: {
            readonly id: string;
            readonly level: HolderLevel;
            readonly number: string;
            readonly name: string;
          };
        };
      }[];
    } | null;
    readonly licensedTitles?: {
      readonly totalCount: number;
    };
    readonly usage?: readonly {
      readonly month: string;
      readonly requests: number;
      readonly notLicensed: number;
      readonly limitExceeded: number;
    }[];
  } | null;
  readonly entitlements?: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly version: number;
        readonly status: EntitlementStatus;
        readonly level: HolderLevel;
        readonly holder: {
          readonly id: string;
          readonly level: HolderLevel;
          readonly number: string;
          readonly name: string;
        };
        readonly licence: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly publisher: string;
        };
        readonly rights: readonly UsageRight[];
        readonly validFrom: string;
        readonly validUntil: string | null;
        readonly endsWithLicence: boolean;
      };
    }[];
  };
  readonly usageReport?: {
    readonly roundedTo: number;
    readonly totals: {
      readonly requests: number;
      readonly notLicensed: number;
      readonly limitExceeded: number;
    };
    readonly coverage: {
      readonly months: readonly {
        readonly month: string;
        readonly schools: number;
      }[];
    };
    readonly used: {
      readonly edges: readonly {
        readonly node: {
          readonly group1: {
            readonly id: string | null;
            readonly name: string | null;
            readonly title: {
              readonly number: string;
            } | null;
          } | null;
          readonly figures: {
            readonly requests: number;
            readonly notLicensed: number;
            readonly limitExceeded: number;
          };
        };
      }[];
    };
    readonly refused: {
      readonly edges: readonly {
        readonly node: {
          readonly group1: {
            readonly id: string | null;
            readonly name: string | null;
            readonly title: {
              readonly number: string;
            } | null;
          } | null;
          readonly figures: {
            readonly requests: number;
            readonly notLicensed: number;
            readonly limitExceeded: number;
          };
        };
      }[];
    };
  } | null;
};
export type SchoolPageVariables = {
  readonly number: string;
  readonly at?: string | null;
  readonly entitlementFilter?: EntitlementFilter | null;
  readonly from: string;
  readonly until: string;
  readonly withAccess: boolean;
  readonly withEntitlements: boolean;
  readonly withUsage: boolean;
};
export const SchoolPage: Operation<SchoolPageData, SchoolPageVariables> = {
  name: 'schoolPage',
  id: 'sha256:92f2b9b318745416b53e85dabe6ae048ee32dbb79cb7b29bc5731a76077eed03',
};
export type SchoolTitlesData = {
  readonly school: {
    readonly licensedTitles: {
      readonly totalCount: number;
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
      readonly edges: readonly {
        readonly level: HolderLevel | null;
        readonly rights: readonly UsageRight[];
        readonly validUntil: string | null;
        readonly entitlement: {
          readonly id: string;
          readonly licence: {
            readonly name: string;
          };
          readonly holder: {
            readonly name: string;
          };
        } | null;
        readonly node: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly kind: TitleKind;
          readonly publisher: string;
        };
      }[];
    };
  } | null;
};
export type SchoolTitlesVariables = {
  readonly number: string;
  readonly at?: string | null;
  readonly search?: string | null;
  readonly audience: Audience;
  readonly first: number;
  readonly after?: string | null;
};
export const SchoolTitles: Operation<SchoolTitlesData, SchoolTitlesVariables> = {
  name: 'schoolTitles',
  id: 'sha256:1016a332c314582e3bc43186d63eaad56437ddccce3bd0f9f765f6c34fdbcbca',
};
export type SearchTitlesData = {
  readonly titles: {
    readonly totalCount: number;
    readonly didYouMean: string | null;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly series: string | null;
        readonly description: string;
        readonly kind: TitleKind;
        readonly publisher: string;
        readonly year: number | null;
        readonly durationSeconds: number | null;
        readonly subjects: readonly string[];
        readonly gradeFrom: number | null;
        readonly gradeUntil: number | null;
        readonly ageRating: number | null;
        readonly language: string;
        readonly subtitle: string | null;
        readonly playUrl: string | null;
        readonly downloadUrl: string | null;
        readonly openLicence: {
          readonly id: string;
          readonly url: string;
        } | null;
        readonly parts: readonly {
          readonly name: string;
          readonly number: string | null;
          readonly durationSeconds: number | null;
        }[];
        readonly materials: readonly {
          readonly kind: MaterialKind;
          readonly label: string;
          readonly url: string;
        }[];
      };
    }[];
  };
};
export type SearchTitlesVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly orderBy: TitleOrder;
  readonly first: number;
  readonly after?: string | null;
};
export const SearchTitles: Operation<SearchTitlesData, SearchTitlesVariables> = {
  name: 'searchTitles',
  id: 'sha256:5733098e47845ba0734f20369fe28e7b9f0d834465cd4bcffdf5333a00bdb3d7',
};
export type SearchTitlesForData = {
  readonly titles: {
    readonly totalCount: number;
    readonly didYouMean: string | null;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly series: string | null;
        readonly description: string;
        readonly kind: TitleKind;
        readonly publisher: string;
        readonly year: number | null;
        readonly durationSeconds: number | null;
        readonly subjects: readonly string[];
        readonly gradeFrom: number | null;
        readonly gradeUntil: number | null;
        readonly ageRating: number | null;
        readonly language: string;
        readonly subtitle: string | null;
        readonly playUrl: string | null;
        readonly downloadUrl: string | null;
        readonly openLicence: {
          readonly id: string;
          readonly url: string;
        } | null;
        readonly parts: readonly {
          readonly name: string;
          readonly number: string | null;
          readonly durationSeconds: number | null;
        }[];
        readonly materials: readonly {
          readonly kind: MaterialKind;
          readonly label: string;
          readonly url: string;
        }[];
        readonly availability: {
          readonly outcome: AccessOutcome;
          readonly reason: DenialReason | null;
          readonly since: string | null;
          readonly validUntil: string | null;
        };
      };
    }[];
  };
};
export type SearchTitlesForVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly orderBy: TitleOrder;
  readonly school: string;
  readonly audience: Audience;
  readonly first: number;
  readonly after?: string | null;
};
export const SearchTitlesFor: Operation<SearchTitlesForData, SearchTitlesForVariables> = {
  name: 'searchTitlesFor',
  id: 'sha256:24afec7e4e705f6e9f4f9db2799f0778dc9395a76a25ca91e546786eabaa72bb',
};
export type SearchUsableData = {
  readonly school: {
    readonly licensedTitles: {
      readonly totalCount: number;
      readonly didYouMean: string | null;
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
      readonly edges: readonly {
        readonly node: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly series: string | null;
          readonly description: string;
          readonly kind: TitleKind;
          readonly publisher: string;
          readonly year: number | null;
          readonly durationSeconds: number | null;
          readonly subjects: readonly string[];
          readonly gradeFrom: number | null;
          readonly gradeUntil: number | null;
          readonly ageRating: number | null;
          readonly language: string;
          readonly subtitle: string | null;
          readonly playUrl: string | null;
          readonly downloadUrl: string | null;
          readonly openLicence: {
            readonly id: string;
            readonly url: string;
          } | null;
          readonly parts: readonly {
            readonly name: string;
            readonly number: string | null;
            readonly durationSeconds: number | null;
          }[];
          readonly materials: readonly {
            readonly kind: MaterialKind;
            readonly label: string;
            readonly url: string;
          }[];
          readonly availability: {
            readonly outcome: AccessOutcome;
            readonly reason: DenialReason | null;
            readonly since: string | null;
            readonly validUntil: string | null;
          };
        };
      }[];
    };
  } | null;
};
export type SearchUsableVariables = {
  readonly search?: string | null;
  readonly filter?: TitleFilter | null;
  readonly orderBy: TitleOrder;
  readonly number: string;
  readonly school: string;
  readonly audience: Audience;
  readonly first: number;
  readonly after?: string | null;
};
export const SearchUsable: Operation<SearchUsableData, SearchUsableVariables> = {
  name: 'searchUsable',
  id: 'sha256:65e72fc812de6e558d4dac867dd87b04e9a53dd47771a28fd6e94a0ea84b90c3',
};
export type StartAssigningData = {
  readonly startAssignment: {
    readonly id: string;
    readonly state: JobState;
    readonly done: number;
    readonly toDo: number | null;
    readonly error: string | null;
    readonly result: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly assigned: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly movedCount: number;
      readonly unmatchedCount: number;
      readonly counts: readonly {
        readonly outcome: AssignmentOutcome;
        readonly count: number;
        readonly overlapping: number;
      }[];
      readonly unmatched: readonly {
        readonly row: number;
        readonly text: string;
        readonly reason: UnmatchedReason;
      }[];
    } | null;
    readonly change: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly previewToken: string | null;
      readonly asked: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly change: string | null;
    } | null;
  } | null;
};
export type StartAssigningVariables = {
  readonly input: AssignEntitlementsInput;
};
export const StartAssigning: Operation<StartAssigningData, StartAssigningVariables> = {
  name: 'startAssigning',
  id: 'sha256:bd64fb2e3745bd2fc405d967236a5858a4e576b47058f7fb8139170f316e0809',
};
export type StartChangingData = {
  readonly startChange: {
    readonly id: string;
    readonly state: JobState;
    readonly done: number;
    readonly toDo: number | null;
    readonly error: string | null;
    readonly result: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly assigned: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly movedCount: number;
      readonly unmatchedCount: number;
      readonly counts: readonly {
        readonly outcome: AssignmentOutcome;
        readonly count: number;
        readonly overlapping: number;
      }[];
      readonly unmatched: readonly {
        readonly row: number;
        readonly text: string;
        readonly reason: UnmatchedReason;
      }[];
    } | null;
    readonly change: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly previewToken: string | null;
      readonly asked: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly change: string | null;
    } | null;
  } | null;
};
export type StartChangingVariables = {
  readonly input: ChangeInput;
};
export const StartChanging: Operation<StartChangingData, StartChangingVariables> = {
  name: 'startChanging',
  id: 'sha256:46eea683bd2a9c0296ee95f816c92b47da0377731390286aef38f11949d889b1',
};
export type StopJobData = {
  readonly cancelJob: {
    readonly id: string;
    readonly state: JobState;
    readonly done: number;
    readonly toDo: number | null;
    readonly error: string | null;
    readonly result: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly assigned: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly movedCount: number;
      readonly unmatchedCount: number;
      readonly counts: readonly {
        readonly outcome: AssignmentOutcome;
        readonly count: number;
        readonly overlapping: number;
      }[];
      readonly unmatched: readonly {
        readonly row: number;
        readonly text: string;
        readonly reason: UnmatchedReason;
      }[];
    } | null;
    readonly change: {
      readonly id: string;
      readonly applied: boolean;
      readonly preview: boolean;
      readonly previewToken: string | null;
      readonly asked: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly refused: number;
      readonly change: string | null;
    } | null;
  } | null;
};
export type StopJobVariables = {
  readonly id: string;
};
export const StopJob: Operation<StopJobData, StopJobVariables> = {
  name: 'stopJob',
  id: 'sha256:b2d6db54d27301669108bd3633232d9fbde8e1ae42e7bebd822b79b2f7263f2e',
};
export type SuggestTitlesData = {
  readonly titles: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly kind: TitleKind;
        readonly publisher: string;
      };
    }[];
  };
};
export type SuggestTitlesVariables = {
  readonly search: string;
  readonly filter?: TitleFilter | null;
};
export const SuggestTitles: Operation<SuggestTitlesData, SuggestTitlesVariables> = {
  name: 'suggestTitles',
  id: 'sha256:cf5150ee76ed3357d0fcfccfa0dea6db361d75c16ad7d0e009971c89f7890d99',
};
export type SuggestUsableData = {
  readonly school: {
    readonly licensedTitles: {
      readonly edges: readonly {
        readonly node: {
          readonly id: string;
          readonly name: string;
          readonly kind: TitleKind;
          readonly publisher: string;
        };
      }[];
    };
  } | null;
};
export type SuggestUsableVariables = {
  readonly search: string;
  readonly filter?: TitleFilter | null;
  readonly number: string;
  readonly audience: Audience;
};
export const SuggestUsable: Operation<SuggestUsableData, SuggestUsableVariables> = {
  name: 'suggestUsable',
  id: 'sha256:d5cf3b244f29b34a242cc6f338c79d3b4c6125194faa0585d5e27cb483a57a5f',
};
export type SurveyAssignmentsData = {
  readonly preparedAssignments: readonly {
    readonly licenceIds: readonly string[];
    readonly holders: readonly {
      readonly level: HolderLevel;
      readonly id: string;
      readonly name: string;
    }[];
  }[] | null;
};
export type SurveyAssignmentsVariables = {
  readonly survey: string;
};
export const SurveyAssignments: Operation<SurveyAssignmentsData, SurveyAssignmentsVariables> = {
  name: 'surveyAssignments',
  id: 'sha256:43a4782bd80e79aea5f00b1da3fdeba28c98e1bda44ba4aad9c8ea4177f0d1a8',
};
export type SurveyDemandData = {
  readonly surveyOverview: {
    readonly totals: {
      readonly cents: number;
      readonly count: number;
      readonly countWithoutPrice: number;
    };
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly candidateId: string;
        readonly name: string;
        readonly publisher: string | null;
        readonly licenceId: string | null;
        readonly unitCents: number | null;
        readonly wantedBy: number;
        readonly count: number;
        readonly cents: number | null;
      };
    }[];
  } | null;
};
export type SurveyDemandVariables = {
  readonly survey: string;
  readonly first: number;
  readonly after?: string | null;
};
export const SurveyDemand: Operation<SurveyDemandData, SurveyDemandVariables> = {
  name: 'surveyDemand',
  id: 'sha256:99d3f5e80573eb979c2e0eee711405f2e0275b85da86850bf45eb70d96477f2f',
};
export type SurveyGivenAnswersData = {
  readonly surveyAnswers: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly candidateId: string;
        readonly name: string;
        readonly level: HolderLevel;
        readonly organisationId: string;
        readonly organisation: string;
        readonly count: number;
        readonly cents: number | null;
        readonly remark: string | null;
        readonly answeredAt: string | null;
      };
    }[];
  } | null;
};
export type SurveyGivenAnswersVariables = {
  readonly survey: string;
  readonly first: number;
  readonly after?: string | null;
};
export const SurveyGivenAnswers: Operation<SurveyGivenAnswersData, SurveyGivenAnswersVariables> = {
  name: 'surveyGivenAnswers',
  id: 'sha256:9858b6c2487a1c2eae7f9c2c4a0f667581e9a6e72485806f5291a3906b8c8c1f',
};
export type SurveyListData = {
  readonly surveys: {
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly title: string;
        readonly state: SurveyState;
        readonly closesAt: string;
        readonly owner: {
          readonly level: HolderLevel;
          readonly id: string;
          readonly name: string;
        };
        readonly askedCount: number | null;
        readonly answeredCount: number | null;
        readonly ownResponses: readonly {
          readonly answeredAt: string | null;
        }[];
      };
    }[];
  };
};
export type SurveyListVariables = {
  readonly first: number;
  readonly after?: string | null;
};
export const SurveyList: Operation<SurveyListData, SurveyListVariables> = {
  name: 'surveyList',
  id: 'sha256:02770e98cb118980ac716de371d879fc0af57db7d1b58b6912b6dbe4239250d5',
};
export type SurveyPageData = {
  readonly survey: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly text: string;
    readonly state: SurveyState;
    readonly closesAt: string;
    readonly askedCount: number | null;
    readonly answeredCount: number | null;
    readonly owner: {
      readonly level: HolderLevel;
      readonly id: string;
      readonly name: string;
    };
    readonly candidates: readonly {
      readonly id: string;
      readonly name: string;
      readonly publisher: string | null;
      readonly unitCents: number | null;
      readonly licence: {
        readonly id: string;
      } | null;
    }[];
    readonly ownResponses: readonly {
      readonly version: number;
      readonly answeredAt: string | null;
      readonly organisation: {
        readonly level: HolderLevel;
        readonly id: string;
        readonly name: string;
      };
      readonly answers: readonly {
        readonly candidateId: string;
        readonly count: number;
        readonly remark: string | null;
      }[];
    }[];
  } | null;
};
export type SurveyPageVariables = {
  readonly id: string;
};
export const SurveyPage: Operation<SurveyPageData, SurveyPageVariables> = {
  name: 'surveyPage',
  id: 'sha256:03367034b1c2c977469e5fa31ab47d8bf22a20cf77588ed7d2f380f2db39aa31',
};
export type SuspendData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type SuspendVariables = {
  readonly input: SuspendEntitlementsInput;
};
export const Suspend: Operation<SuspendData, SuspendVariables> = {
  name: 'suspend',
  id: 'sha256:2da6cee32fbf33eeb428c7e51e3dde22cda8f921329874b1b0725b4a0003c951',
};
export type UndoData = {
  readonly result: {
    readonly id: string;
    readonly applied: boolean;
    readonly preview: boolean;
    readonly previewToken: string | null;
    readonly asked: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly change: string | null;
  } | null;
};
export type UndoVariables = {
  readonly change: string;
  readonly reason?: string | null;
  readonly preview: boolean;
};
export const Undo: Operation<UndoData, UndoVariables> = {
  name: 'undo',
  id: 'sha256:6ffc3e9521b47a3ed8d74be60f14844edf2aa53188c95f5bb299827ae42bccf0',
};
export type UsageMonthsData = {
  readonly usageReport: {
    readonly roundedTo: number;
    readonly rows: {
      readonly edges: readonly {
        readonly node: {
          readonly period: string;
          readonly figures: {
            readonly requests: number;
            readonly notLicensed: number;
            readonly limitExceeded: number;
          };
        };
      }[];
    };
    readonly coverage: {
      readonly months: readonly {
        readonly month: string;
        readonly schools: number;
        readonly isCounted: boolean;
        readonly hasEnded: boolean;
        readonly lastReportedAt: string | null;
        readonly countedUntil: string | null;
      }[];
      readonly missing: {
        readonly totalCount: number;
        readonly edges: readonly {
          readonly node: {
            readonly school: string;
            readonly name: string;
          };
        }[];
      };
    };
  } | null;
};
export type UsageMonthsVariables = {
  readonly from: string;
  readonly until: string;
  readonly filter?: UsageFilter | null;
  readonly missing: number;
};
export const UsageMonths: Operation<UsageMonthsData, UsageMonthsVariables> = {
  name: 'usageMonths',
  id: 'sha256:3ecc784cb49335594e54ac5a34eb29a2bb9a8e098c8974cd49aeb96ea106af56',
};
export type UsageTableData = {
  readonly usageReport: {
    readonly roundedTo: number;
    readonly totals: {
      readonly requests: number;
      readonly streams: number;
      readonly downloads: number;
      readonly views: number;
      readonly notLicensed: number;
      readonly limitExceeded: number;
    };
    readonly previousTotals: {
      readonly requests: number;
    } | null;
    readonly rows: {
      readonly totalCount: number;
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly endCursor: string | null;
      };
      readonly edges: readonly {
        readonly node: {
          readonly period: string;
          readonly hasEnded: boolean;
          readonly group1: {
            readonly id: string | null;
            readonly name: string | null;
            readonly title: {
              readonly number: string;
            } | null;
          } | null;
          readonly figures: {
            readonly requests: number;
            readonly streams: number;
            readonly downloads: number;
            readonly views: number;
            readonly notLicensed: number;
            readonly limitExceeded: number;
          };
          readonly previous: {
            readonly requests: number;
          } | null;
        };
      }[];
    };
  } | null;
};
export type UsageTableVariables = {
  readonly from: string;
  readonly until: string;
  readonly granularity: UsageGranularity;
  readonly groupBy: readonly UsageGroup[];
  readonly compareWith?: UsageComparison | null;
  readonly filter?: UsageFilter | null;
  readonly order?: UsageOrder | null;
  readonly first: number;
  readonly after?: string | null;
};
export const UsageTable: Operation<UsageTableData, UsageTableVariables> = {
  name: 'usageTable',
  id: 'sha256:e70e060d43fac573e3d9b184c9ba5d53a59f11f57bc09070f2c2c0a6071b7aaa',
};
export type WorklistCoveredTwiceData = {
  readonly entitlementsCoveredTwice: {
    readonly totalCount: number;
    readonly sums: {
      readonly licences: number;
      readonly schools: number;
      readonly cents: number | null;
    };
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly isComplete: boolean;
        readonly schools: number;
        readonly titles: number;
        readonly licence: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly publisher: string;
        };
        readonly entitlement: {
          readonly id: string;
          readonly level: HolderLevel;
          readonly validUntil: string | null;
          readonly holder: {
            readonly name: string;
            readonly number: string;
          };
        };
        readonly coveredBy: readonly {
          readonly entitlement: {
            readonly id: string;
            readonly level: HolderLevel;
            readonly licence: {
              readonly name: string;
            };
          };
        }[];
        readonly prepared: {
          readonly amend: {
            readonly entitlements: readonly {
              readonly id: string;
            }[];
            readonly validUntil: string | null;
          } | null;
          readonly assign: {
            readonly licenceIds: readonly string[];
            readonly validFrom: string | null;
            readonly holders: readonly {
              readonly level: HolderLevel;
              readonly id: string;
            }[];
          } | null;
          readonly revoke: {
            readonly entitlementIds: readonly string[];
          } | null;
          readonly notice: {
            readonly licenceId: string;
            readonly noticeOn: string | null;
            readonly version: number;
          } | null;
          readonly seats: {
            readonly licenceId: string;
            readonly seats: number;
            readonly version: number;
          } | null;
        } | null;
        readonly note: {
          readonly id: string;
          readonly version: number;
          readonly assignee: string | null;
          readonly snoozedUntil: string | null;
          readonly text: string | null;
        } | null;
      };
    }[];
  };
};
export type WorklistCoveredTwiceVariables = {
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
  readonly complete?: boolean | null;
  readonly amendable?: boolean | null;
  readonly first: number;
  readonly after?: string | null;
};
export const WorklistCoveredTwice: Operation<WorklistCoveredTwiceData, WorklistCoveredTwiceVariables> = {
  name: 'worklistCoveredTwice',
  id: 'sha256:503c3fa71c69010d9211eb250abe9c8080f14b3da9350c89a5908971bb192d0f',
};
export type WorklistDeadlinesData = {
  readonly deadlines: {
    readonly totalCount: number;
    readonly sums: {
      readonly licences: number;
      readonly schools: number;
      readonly cents: number | null;
    };
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly due: string;
        readonly licenceEnds: boolean;
        readonly schools: number;
        readonly licence: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly publisher: string;
        };
        readonly entitlement: {
          readonly id: string;
          readonly level: HolderLevel;
          readonly holder: {
            readonly name: string;
            readonly number: string;
          };
        } | null;
        readonly prepared: {
          readonly amend: {
            readonly entitlements: readonly {
              readonly id: string;
            }[];
            readonly validUntil: string | null;
          } | null;
          readonly assign: {
            readonly licenceIds: readonly string[];
            readonly validFrom: string | null;
            readonly holders: readonly {
              readonly level: HolderLevel;
              readonly id: string;
            }[];
          } | null;
          readonly revoke: {
            readonly entitlementIds: readonly string[];
          } | null;
          readonly notice: {
            readonly licenceId: string;
            readonly noticeOn: string | null;
            readonly version: number;
          } | null;
          readonly seats: {
            readonly licenceId: string;
            readonly seats: number;
            readonly version: number;
          } | null;
        } | null;
        readonly note: {
          readonly id: string;
          readonly version: number;
          readonly assignee: string | null;
          readonly snoozedUntil: string | null;
          readonly text: string | null;
        } | null;
      };
    }[];
  };
};
export type WorklistDeadlinesVariables = {
  readonly list: DeadlineList;
  readonly within: number;
  readonly amendable?: boolean | null;
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
  readonly first: number;
  readonly after?: string | null;
};
export const WorklistDeadlines: Operation<WorklistDeadlinesData, WorklistDeadlinesVariables> = {
  name: 'worklistDeadlines',
  id: 'sha256:809a60f2bfc0a1af6596a9b5d073ca2ca664074ecad666aae1ec038a4940f93b',
};
export type WorklistDemandData = {
  readonly titlesInDemand: {
    readonly totalCount: number;
    readonly roundedTo: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly notLicensed: number;
        readonly limitExceeded: number;
        readonly offers: number | null;
        readonly cheapestOffer: {
          readonly licenceId: string;
          readonly name: string;
          readonly cents: number;
        } | null;
        readonly title: {
          readonly id: string;
          readonly number: string;
          readonly name: string;
          readonly publisher: string;
        } | null;
        readonly obstacle: DemandObstacle | null;
        readonly prepared: {
          readonly amend: {
            readonly entitlements: readonly {
              readonly id: string;
            }[];
            readonly validUntil: string | null;
          } | null;
          readonly assign: {
            readonly licenceIds: readonly string[];
            readonly validFrom: string | null;
            readonly holders: readonly {
              readonly level: HolderLevel;
              readonly id: string;
            }[];
          } | null;
          readonly revoke: {
            readonly entitlementIds: readonly string[];
          } | null;
          readonly notice: {
            readonly licenceId: string;
            readonly noticeOn: string | null;
            readonly version: number;
          } | null;
          readonly seats: {
            readonly licenceId: string;
            readonly seats: number;
            readonly version: number;
          } | null;
        } | null;
        readonly note: {
          readonly id: string;
          readonly version: number;
          readonly assignee: string | null;
          readonly snoozedUntil: string | null;
          readonly text: string | null;
        } | null;
      };
    }[];
  };
};
export type WorklistDemandVariables = {
  readonly from: string;
  readonly until: string;
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
  readonly first: number;
  readonly after?: string | null;
};
export const WorklistDemand: Operation<WorklistDemandData, WorklistDemandVariables> = {
  name: 'worklistDemand',
  id: 'sha256:d69880294bf01e9d917acbaac36f74fe048b8507757fc7ad021849c6ea724f32',
};
export type WorklistFullSeatsData = {
  readonly licencesWithFullSeats: {
    readonly totalCount: number;
    readonly roundedTo: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly seats: number | null;
        readonly limitExceeded: number;
        readonly requests: number;
        readonly prepared: {
          readonly amend: {
            readonly entitlements: readonly {
              readonly id: string;
            }[];
            readonly validUntil: string | null;
          } | null;
          readonly assign: {
            readonly licenceIds: readonly string[];
            readonly validFrom: string | null;
            readonly holders: readonly {
              readonly level: HolderLevel;
              readonly id: string;
            }[];
          } | null;
          readonly revoke: {
            readonly entitlementIds: readonly string[];
          } | null;
          readonly notice: {
            readonly licenceId: string;
            readonly noticeOn: string | null;
            readonly version: number;
          } | null;
          readonly seats: {
            readonly licenceId: string;
            readonly seats: number;
            readonly version: number;
          } | null;
        } | null;
        readonly note: {
          readonly id: string;
          readonly version: number;
          readonly assignee: string | null;
          readonly snoozedUntil: string | null;
          readonly text: string | null;
        } | null;
      };
    }[];
  };
};
export type WorklistFullSeatsVariables = {
  readonly from: string;
  readonly until: string;
  readonly amendable?: boolean | null;
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
  readonly first: number;
  readonly after?: string | null;
};
export const WorklistFullSeats: Operation<WorklistFullSeatsData, WorklistFullSeatsVariables> = {
  name: 'worklistFullSeats',
  id: 'sha256:50b8974c3ff3dd204a1ffa7f3a71375d6a7351f9a3fcc0cc17dad4e482a4bb66',
};
export type WorklistUnusedData = {
  readonly licencesUnused: {
    readonly totalCount: number;
    readonly totalCents: number | null;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly endCursor: string | null;
    };
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly number: string;
        readonly name: string;
        readonly schools: number;
        readonly cents: number | null;
        readonly licence: {
          readonly id: string;
          readonly validUntil: string | null;
        } | null;
        readonly prepared: {
          readonly amend: {
            readonly entitlements: readonly {
              readonly id: string;
            }[];
            readonly validUntil: string | null;
          } | null;
          readonly assign: {
            readonly licenceIds: readonly string[];
            readonly validFrom: string | null;
            readonly holders: readonly {
              readonly level: HolderLevel;
              readonly id: string;
            }[];
          } | null;
          readonly revoke: {
            readonly entitlementIds: readonly string[];
          } | null;
          readonly notice: {
            readonly licenceId: string;
            readonly noticeOn: string | null;
            readonly version: number;
          } | null;
          readonly seats: {
            readonly licenceId: string;
            readonly seats: number;
            readonly version: number;
          } | null;
        } | null;
        readonly note: {
          readonly id: string;
          readonly version: number;
          readonly assignee: string | null;
          readonly snoozedUntil: string | null;
          readonly text: string | null;
        } | null;
      };
    }[];
  };
};
export type WorklistUnusedVariables = {
  readonly days: number;
  readonly amendable?: boolean | null;
  readonly state: NoteState;
  readonly assignedTo?: NoteAssignee | null;
  readonly first: number;
  readonly after?: string | null;
};
export const WorklistUnused: Operation<WorklistUnusedData, WorklistUnusedVariables> = {
  name: 'worklistUnused',
  id: 'sha256:12e172eca84b4a8d03e383927150f82518a6d11c21890403fc2e661ed67dd309',
};
