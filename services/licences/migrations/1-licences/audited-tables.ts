/** The tables with an audit trail in the licences service, and who may read it (docs/decisions/0058). */

/** The contract, which names the owner, is written before everything else of a licence. */
const OWNER = '(select c.owner_id from licences.contract c where c.licence_id = r.licence_id)';

export const AUDITED_TABLES = `
  call directory.keep_audit_trail('licences');
  -- The contents of packages that nobody owns belong to the catalogue. The history of a licence, and of a package with
  -- an owner, is for those who own it or stand above its owner. Whom it serves need not know what it cost.
  create policy reach on licences.audit_entry for select to freischalter_licences using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and ((object in ('package', 'package_title') and owner_id is null) or owner_id in (select directory.within()))));

  call directory.audit_changes_of('licences.contract', 'licence_id', 'owner_id');
  call directory.audit_changes_of('licences.licence_terms', 'licence_id', '${OWNER}');
  call directory.audit_changes_of('licences.agreement', 'licence_id', '${OWNER}');
  call directory.audit_changes_of('licences.purchase', 'licence_id', '${OWNER}');
  call directory.audit_changes_of('licences.licence_package', 'licence_id', '${OWNER}');
  call directory.audit_changes_of('licences.package', 'id', 'owner_id');
  call directory.audit_changes_of('licences.package_title', 'package_id',
    '(select p.owner_id from licences.package p where p.id = r.package_id)');
`;
