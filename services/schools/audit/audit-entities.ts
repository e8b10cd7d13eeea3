import { Entity } from 'typeorm';
import {
  AuditChangeColumns,
  AuditEntryColumns,
  AuditHeadColumns,
  AuditLinkColumns,
  AuditPersonColumns,
} from '../../subgraph/audit/audit-entities';

@Entity({ schema: 'schools', name: 'audit_change' })
class AuditChange extends AuditChangeColumns {}

@Entity({ schema: 'schools', name: 'audit_entry' })
class AuditEntry extends AuditEntryColumns {}

@Entity({ schema: 'schools', name: 'audit_person' })
class AuditPerson extends AuditPersonColumns {}

@Entity({ schema: 'schools', name: 'audit_link' })
class AuditLink extends AuditLinkColumns {}

@Entity({ schema: 'schools', name: 'audit_head' })
class AuditHead extends AuditHeadColumns {}

export const auditEntities = [AuditChange, AuditEntry, AuditPerson, AuditLink, AuditHead];
