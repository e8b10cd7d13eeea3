/** The tables of the usage service, each described in the feature that owns it. */
import { EventEntity } from './recording/event-entity';
import { EventKeyEntity } from './recording/event-key-entity';
import { MonthlySumEntity } from './sums/monthly-sum-entity';

export const usageEntities = [EventEntity, EventKeyEntity, MonthlySumEntity];
