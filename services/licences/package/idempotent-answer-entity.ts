import { Entity } from 'typeorm';
import { IdempotentAnswerColumns } from '../../subgraph/idempotency/idempotent-answer-columns';

@Entity({ schema: 'licences', name: 'idempotent_answer' })
export class IdempotentAnswerEntity extends IdempotentAnswerColumns {}
