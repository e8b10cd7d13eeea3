/** The tables of the usage service, each described in the feature that owns it. */
import { BotPatternEntity } from './bots/bot-pattern-entity';
import { LicenceSumEntity } from './counting/licence-sum-entity';
import { CoverageEntity } from './recording/coverage-entity';
import { DaySecretEntity } from './recording/day-secret-entity';
import { EventEntity } from './recording/event-entity';
import { EventKeyEntity } from './recording/event-key-entity';
import { MonthlySumEntity } from './sums/monthly-sum-entity';

export const usageEntities = [
  BotPatternEntity,
  CoverageEntity,
  DaySecretEntity,
  EventEntity,
  EventKeyEntity,
  LicenceSumEntity,
  MonthlySumEntity,
];
